"""Which cells need which."""


class Graph:
    def __init__(self):
        self._needs = {}
        self._users = {}

    def set(self, address, needs):
        """Note what a cell needs now, in place of what it needed before."""
        for old in self._needs.pop(address, ()):
            self._users[old].discard(address)
        if needs:
            self._needs[address] = set(needs)
        for need in needs:
            self._users.setdefault(need, set()).add(address)

    def needs(self, address):
        return set(self._needs.get(address, ()))

    def affected(self, address):
        """Every cell whose value hangs on this one, directly or not, without itself unless it is in a circle."""
        found, pending = set(), [address]
        while pending:
            for user in self._users.get(pending.pop(), ()):
                if user not in found:
                    found.add(user)
                    pending.append(user)
        return found

    def in_circle(self, address):
        """Whether a cell needs itself in the end."""
        return address in self.affected(address)

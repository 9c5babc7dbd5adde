"""The coins in the machine."""

COINS = (200, 100, 50, 20, 10, 5)


class NoChange(Exception):
    """The coins in the machine don't make up an amount."""


class CoinBox:
    def __init__(self, coins=None):
        """`coins` says how many there are of each."""
        self._numbers = dict.fromkeys(COINS, 0)
        for coin, number in (coins or {}).items():
            self.add(coin, number)

    def number(self, coin):
        return self._numbers[coin]

    @property
    def total(self):
        return sum(coin * number for coin, number in self._numbers.items())

    def add(self, coin, number=1):
        if coin not in self._numbers:
            raise ValueError(f"not a coin we take: {coin}")
        if number < 0:
            raise ValueError(f"not a number of coins: {number}")
        self._numbers[coin] += number

    def remove(self, coins):
        """Take out some coins, each as often as it is in the list."""
        for coin in set(coins):
            if coins.count(coin) > self._numbers.get(coin, 0):
                raise ValueError(f"not that many coins of {coin}")
        for coin in coins:
            self._numbers[coin] -= 1

    def pay_out(self, amount):
        """Take out coins for an amount, the largest first; NoChange if that can't be done."""
        coins = self._choose(amount, COINS)
        if coins is None:
            raise NoChange(f"no coins for {amount} cents")
        self.remove(coins)
        return coins

    def empty(self, keep=0):
        """Take out all coins but `keep` of each.

        Returns how many of which coin were taken; coins that all stay are left out.
        """
        if keep < 0:
            raise ValueError(f"not a number of coins: {keep}")
        taken = {}
        for coin, number in self._numbers.items():
            more = number - keep
            if more > 0:
                taken[coin] = more
                self._numbers[coin] = keep
        return taken

    def _choose(self, amount, coins):
        if amount == 0:
            return []
        if not coins:
            return None
        coin, *smaller = coins
        for number in range(min(amount // coin, self._numbers[coin]), -1, -1):
            rest = self._choose(amount - number * coin, smaller)
            if rest is not None:
                return [coin] * number + rest
        return None

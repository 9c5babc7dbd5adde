"""How many have to be present at a meeting."""

from clubvote.members import may_vote

SMALLEST = 7


def quorum(entitled):
    """A third of those who may vote, rounded up, but at least seven."""
    return max(SMALLEST, -(-entitled // 3))


def is_quorate(members, present, day):
    """Whether enough of the members who may vote are among the names in `present`."""
    entitled = {member.name for member in members if may_vote(member, day)}
    return len(entitled & set(present)) >= quorum(len(entitled))

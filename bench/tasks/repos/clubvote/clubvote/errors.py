"""Why a ballot is refused."""


class BallotError(Exception):
    """A ballot that does not count."""


class UnknownCandidate(BallotError):
    """Somebody was chosen who does not stand for election."""


class TooManyChoices(BallotError):
    """There are more names on the ballot than seats."""


class RepeatedChoice(BallotError):
    """A candidate was chosen twice on the same ballot."""


class SecondBallot(BallotError):
    """The voter has handed in a ballot before."""

"""Numbers about the legs of a player."""


def average(legs):
    """Points per three darts."""
    darts = sum(len(turn.darts) for leg in legs for turn in leg.turns)
    points = sum(turn.scored for leg in legs for turn in leg.turns)
    return 3 * points / darts if darts else 0.0


def maximums(legs):
    """How often all three darts were in the triple 20."""
    return sum(turn.scored == 180 for leg in legs for turn in leg.turns)


def best_finish(legs):
    """The highest last turn of a finished leg, or None."""
    return max((leg.turns[-1].scored for leg in legs if leg.finished), default=None)

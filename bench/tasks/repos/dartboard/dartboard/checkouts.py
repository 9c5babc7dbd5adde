"""What can be finished with the darts of one turn."""

DOUBLES = {2 * number for number in range(1, 21)} | {50}
SCORES = {factor * number for factor in (1, 2, 3) for number in range(1, 21)} | {25, 50}


def can_finish(points, darts=3):
    """Whether `points` can be brought to 0 with at most so many darts, the last one a double."""
    if not 1 <= darts <= 3:
        raise ValueError(f"a turn has one to three darts, not {darts}")
    if points in DOUBLES:
        return True
    return darts > 1 and any(can_finish(points - score, darts - 1) for score in SCORES if score < points)

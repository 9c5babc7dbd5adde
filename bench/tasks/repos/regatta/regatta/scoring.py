"""The points of one race."""


def corrected(seconds, rating):
    """The corrected time, in whole seconds."""
    return round(seconds * 100 / rating)


def corrected_times(boats, race):
    """The corrected time of each boat that finished, the fastest one first."""
    ratings = {boat.sail: boat.rating for boat in boats}
    for sail in [*race.finishes, *race.codes]:
        if sail not in ratings:
            raise ValueError(f"not entered: {sail}")
    times = {sail: corrected(finish - race.start, ratings[sail]) for sail, finish in race.finishes.items()}
    return dict(sorted(times.items(), key=lambda item: item[1]))


def race_points(boats, race):
    """The points of every boat that is entered, by sail number."""
    points = {boat.sail: float(len(boats) + 1) for boat in boats}
    times = corrected_times(boats, race)
    order = list(times.values())
    for sail, time in times.items():
        first = order.index(time) + 1
        last = first + order.count(time) - 1
        points[sail] = (first + last) / 2
    return points

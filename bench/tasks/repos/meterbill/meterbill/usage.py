"""How much was used between two days."""

from itertools import pairwise

from meterbill.readings import FULL, ReadingError, of_meter


def advance(old, new):
    """The kWh from one reading to the next one, which is lower if the meter began at 0 again."""
    return (new - old) % FULL


def totals(readings):
    """The days of the readings of a meter with the kWh that were used since the first one."""
    result = [(readings[0].day, 0)] if readings else []
    for one, two in pairwise(readings):
        result.append((two.day, result[-1][1] + advance(one.kwh, two.kwh)))
    return result


def total_on(day, readings):
    """The kWh since the first reading of a meter; between two readings, each day has the same part of them."""
    points = totals(readings)
    for (first_day, first), (last_day, last) in pairwise(points):
        if first_day <= day <= last_day:
            part = (day - first_day).days / (last_day - first_day).days
            return first + (last - first) * part
    raise ReadingError(f"there are no readings around {day}")


def usage(readings, meter, begin, end):
    """The kWh that a meter counted from one day to another one, as a whole number.

    Raises ReadingError when its readings do not reach as far.
    """
    own = of_meter(readings, meter)
    return round(total_on(end, own) - total_on(begin, own))

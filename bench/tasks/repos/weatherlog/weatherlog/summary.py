"""What the days of a station were like."""

from datetime import timedelta


def mean_temperatures(station):
    """The mean temperature of each day, by the day."""
    means = {}
    for day, readings in station.by_day().items():
        means[day] = sum(reading.temperature for reading in readings) / len(readings)
    return means


def frost_days(station):
    """The days on which it was colder than 0 degrees at least once, the earliest in front."""
    days = station.by_day().items()
    return sorted(day for day, readings in days if min(reading.temperature for reading in readings) < 0)


def longest_dry_spell(station):
    """The largest number of days in a row without any rain. A day without readings ends the row."""
    longest = current = 0
    previous = None
    for day, readings in sorted(station.by_day().items()):
        rain = sum(reading.rain for reading in readings)
        gap = previous is not None and day - previous > timedelta(days=1)
        if rain > 0 or gap:
            longest = max(longest, current)
            current = 0
        if rain == 0:
            current += 1
        previous = day
    return max(longest, current)

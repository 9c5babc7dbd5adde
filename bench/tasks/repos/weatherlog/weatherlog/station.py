"""Weather stations."""

from weatherlog.wind import beaufort


class Station:
    def __init__(self, name, readings=()):
        self.name = name
        self.readings = list(readings)

    def add(self, reading):
        """Append a reading."""
        self.readings.append(reading)

    def by_day(self):
        """The readings of each day, by the day."""
        days = {}
        for reading in self.readings:
            days.setdefault(reading.time.date(), []).append(reading)
        return days

    def strongest_wind(self):
        """The highest wind force in Beaufort, 0 when there are no readings."""
        return max((beaufort(reading.wind) for reading in self.readings), default=0)

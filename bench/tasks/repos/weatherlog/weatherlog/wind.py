"""Wind speeds and wind forces."""

# The lowest speed of each force from 1 to 12, in km/h.
LOWEST = (1, 6, 12, 20, 29, 39, 50, 62, 75, 89, 103, 118)


def to_kmh(speed):
    """Metres per second as kilometres per hour."""
    return speed * 3.6


def beaufort(speed):
    """The wind force of a speed in metres per second, 0 to 12."""
    return sum(to_kmh(speed) >= lowest for lowest in LOWEST)

"""Heart rate zones."""

ZONES = (50, 60, 70, 80, 90)


def zone(rate, highest):
    """The zone of a heart rate, 0 to 5. Raises ValueError when the rate is above the highest one."""
    if rate > highest:
        raise ValueError(f"{rate} is above the highest heart rate, {highest}")
    percent = rate * 100 / highest
    return sum(percent >= begin for begin in ZONES)

"""Tables to pin up in the club house."""

from regatta.scoring import corrected_times


def clock(seconds):
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def race_lines(boats, race):
    """The corrected times, then the boats without one with their codes."""
    times = corrected_times(boats, race)
    lines = [f"{sail:<9} {clock(time)}" for sail, time in times.items()]
    others = [boat.sail for boat in boats if boat.sail not in times]
    return lines + [f"{sail:<9} {race.codes.get(sail, 'DNC')}" for sail in others]


def table_lines(series):
    lines = []
    for row in series.standings():
        races = " ".join(f"{points:>4g}" for points in row.points)
        lines.append(f"{row.place:>2} {row.sail:<9} {row.name:<12} {races} = {row.total:g}")
    return lines

"""How long a hike takes."""

from hikeplan.clock import show_clock


def walking_minutes(leg, pace):
    """How many minutes a leg takes, without breaks."""
    flat = leg.km / pace.flat
    steep = leg.up / pace.up + leg.down / pace.down
    return round((max(flat, steep) + min(flat, steep) / 2) * 60)


def breaks_before(walked, pace):
    """How many breaks there were after so many minutes of walking. Nobody takes one just where they arrive."""
    return max(walked - 1, 0) // pace.break_after


def timetable(route, start, pace):
    """The places with the minutes at which they are reached, the start among them."""
    walked = 0
    table = [(start, route.start)]
    for leg in route.legs:
        walked += walking_minutes(leg, pace)
        table.append((start + walked + breaks_before(walked, pace) * pace.break_minutes, leg.to))
    return table


def table_lines(table):
    """The timetable for people to read."""
    return [f"{show_clock(minutes):>5} {place}" for minutes, place in table]

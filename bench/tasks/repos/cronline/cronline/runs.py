"""The next times at which a schedule runs."""

from datetime import datetime, time, timedelta

# Eight years: 29 February is missing in 2100.
MOST_DAYS = 366 * 8


def next_run(schedule, after):
    """The first time after a moment at which it runs, or None if there is none, as on 30 February."""
    for days in range(MOST_DAYS):
        day = after.date() + timedelta(days)
        if not schedule.on_day(day):
            continue
        for hour in sorted(schedule.hours):
            for minute in sorted(schedule.minutes):
                moment = datetime.combine(day, time(hour, minute))
                if moment > after:
                    return moment
    return None


def next_runs(schedule, after, count):
    """The first `count` times after a moment, or fewer if there are no more."""
    moments = []
    moment = next_run(schedule, after)
    while moment is not None and len(moments) < count:
        moments.append(moment)
        moment = next_run(schedule, moment)
    return moments

"""Who steps in for an absent teacher."""

from collections import Counter

from bellplan.lessons import on_day, teachers


class NobodyFree(Exception):
    """All teachers have a lesson at the time."""


def plan_cover(lessons, absent, day, week):
    """Find a teacher for each lesson of the absent one, as pairs of lesson and teacher.

    Of those who are free, it is the one with the least to do on that day; the first by name, if there are several.
    """
    today = on_day(lessons, day, week)
    load = Counter(lesson.teacher for lesson in today)
    plan = []
    for lesson in today:
        if lesson.teacher != absent:
            continue
        busy = {other.teacher for other in today if other.period == lesson.period}
        free = [name for name in teachers(lessons) if name not in busy]
        if not free:
            raise NobodyFree(f"nobody is free on {day} {lesson.period}")
        chosen = min(free, key=lambda name: load[name])
        load[chosen] += 1
        plan.append((lesson, chosen))
    return plan

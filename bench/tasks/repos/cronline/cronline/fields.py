"""Reads one field of a cron expression."""

from cronline.errors import CronError


def parse_field(text, kind):
    """The numbers that a field stands for, as a frozenset. Raises CronError when it makes no sense."""
    numbers = set()
    for part in text.split(","):
        numbers.update(_part(part, kind))
    return frozenset(numbers)


def _part(text, kind):
    span, slash, step = text.partition("/")
    if span == "*":
        first, last = kind.low, kind.high
    elif "-" in span:
        begin, end = span.split("-", 1)
        first, last = _number(begin, kind), _number(end, kind)
        if first > last:
            raise CronError(f"{span} is no range of the {kind.title}")
    elif slash:
        raise CronError(f"the step of {text} needs a range or *")
    else:
        first = last = _number(span, kind)
    if not slash:
        return range(first, last + 1)
    if not step.isdecimal() or int(step) == 0:
        raise CronError(f"{step!r} is no step")
    return range(first, last + 1, int(step))


def _number(text, kind):
    if text.lower() in kind.names:
        return kind.names[text.lower()]
    if not text.isdecimal() or not kind.low <= int(text) <= kind.high:
        raise CronError(f"{text!r} is no {kind.title}")
    return int(text)

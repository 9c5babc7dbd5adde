"""The functions that formulas can call.

Each takes a list of arguments: a range comes as a list of values, everything else as one value. Empty cells are None.
"""

from gridsheet.errors import DIVISION, VALUE, CellError

FUNCTIONS = {}


def function(name, least, most=None):
    """Register a function under a name, with the number of arguments it takes; `most` None is any number."""

    def register(body):
        FUNCTIONS[name] = (body, least, most)
        return body

    return register


def numbers(arguments):
    """All numbers among the arguments; in ranges, texts and empty cells are left out."""
    found = []
    for argument in arguments:
        if isinstance(argument, list):
            found += [value for value in argument if isinstance(value, float)]
        else:
            found.append(to_number(argument))
    return found


def to_number(value):
    """A number for arithmetic: empty counts as 0, a text that looks like a number as that number."""
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        raise CellError(VALUE, f"{value!r} is no number") from None


def to_text(value):
    """A text for `&`: whole numbers without a decimal point, empty as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


@function("SUM", 1)
def sum_(arguments):
    return float(sum(numbers(arguments)))


@function("AVERAGE", 1)
def average(arguments):
    found = numbers(arguments)
    if not found:
        raise CellError(DIVISION, "AVERAGE of nothing")
    return sum(found) / len(found)


@function("MIN", 1)
def min_(arguments):
    return min(numbers(arguments), default=0.0)


@function("MAX", 1)
def max_(arguments):
    return max(numbers(arguments), default=0.0)


@function("COUNT", 1)
def count(arguments):
    """How many numbers there are."""
    return float(len(numbers(arguments)))


@function("ROUND", 1, 2)
def round_(arguments):
    """Half away from zero, unlike Python's round."""
    value = to_number(arguments[0])
    digits = int(to_number(arguments[1])) if len(arguments) > 1 else 0
    factor = 10.0**digits
    scaled = abs(value) * factor
    whole = float(int(scaled + 0.5))
    return whole / factor if value >= 0 else -whole / factor


@function("ABS", 1, 1)
def abs_(arguments):
    return abs(to_number(arguments[0]))


@function("LEN", 1, 1)
def len_(arguments):
    return float(len(to_text(arguments[0])))


@function("UPPER", 1, 1)
def upper(arguments):
    return to_text(arguments[0]).upper()


@function("CONCAT", 1)
def concat(arguments):
    parts = []
    for argument in arguments:
        parts += argument if isinstance(argument, list) else [argument]
    return "".join(to_text(part) for part in parts)

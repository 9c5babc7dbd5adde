"""Small helpers for lists."""


def chunks(values, size):
    """The values in lists of `size`; the last may be shorter."""
    return [values[start : start + size] for start in range(0, len(values), size)]


def unique(values):
    """The values without those that came before, in their order."""
    seen = set()
    result = []
    for value in values:
        if value not in seen:
            seen.add(value)
            result.append(value)
    return result

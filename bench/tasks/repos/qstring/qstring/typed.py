"""Values that are more than text."""

_BOOLS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def get_int(query, name, default=None, least=None, most=None):
    """A whole number, not below `least` and not above `most`; the default if there is none."""
    try:
        number = int(query.get(name, ""))
    except ValueError:
        return default
    if least is not None:
        number = max(number, least)
    if most is not None:
        number = min(number, most)
    return number


def get_bool(query, name, default=False):
    return _BOOLS.get(query.get(name, "").lower(), default)

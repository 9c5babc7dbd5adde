"""Variables in the texts of a rule."""

import re

_VARIABLE = re.compile(r"\$\$|\$\((\w*)\)")


def expand(text, values):
    """Put in the values for `$(name)`, and a dollar sign for `$$`."""

    def value(match):
        if match[0] == "$$":
            return "$"
        if match[1] not in values:
            raise ValueError(f"unknown variable {match[1]!r}")
        return values[match[1]]

    return _VARIABLE.sub(value, text)

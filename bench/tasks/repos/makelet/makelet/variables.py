"""Variables in commands."""

import re

from makelet.errors import MakeletError

REFERENCE = re.compile(r"\$\$|\$\((\w+)\)")


def expand(text, variables, inside=frozenset()):
    """The text with the values of its variables; `inside` are the variables whose values it is a part of."""

    def value(match):
        if match[0] == "$$":
            return "$"
        name = match[1]
        if name not in variables:
            raise MakeletError(f"there is no variable {name}")
        if name in inside:
            raise MakeletError(f"the variable {name} refers to itself")
        return expand(variables[name], variables, inside | {name})

    return REFERENCE.sub(value, text)

"""MAC addresses."""

import re

SEPARATORS = re.compile(r"[:.-]")
DIGITS = re.compile(r"[0-9a-f]{12}")


def normalize(text):
    """A MAC address as 00:1a:2b:3c:4d:5e.

    Raises ValueError if it is none.
    """
    digits = SEPARATORS.sub("", text.strip()).lower()
    if not DIGITS.fullmatch(digits):
        raise ValueError(f"{text!r} is no MAC address")
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))

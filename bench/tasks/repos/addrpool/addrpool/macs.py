"""Hardware addresses of devices."""

import re

_SEPARATORS = re.compile(r"[:.\-]")
_DIGITS = re.compile(r"[0-9a-f]{12}")


def normalize_mac(text):
    """One form for all the ways to write a MAC address: `00:19:b9:fa:72:c1`."""
    digits = _SEPARATORS.sub("", text.strip().lower())
    if not _DIGITS.fullmatch(digits):
        raise ValueError(f"not a MAC address: {text!r}")
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))

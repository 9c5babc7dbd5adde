"""Patterns for keys such as `user:17:name`."""


def matches(pattern, key):
    """Whether a key matches a pattern; both have parts with colons between them.

    The part `*` of a pattern stands for exactly one part of the key, `**` at its end for one or more.
    """
    wanted, parts = pattern.split(":"), key.split(":")
    if "**" in wanted[:-1]:
        raise ValueError(f"** must be at the end: {pattern}")
    if wanted[-1] == "**":
        wanted = wanted[:-1]
        if len(parts) <= len(wanted):
            return False
        parts = parts[: len(wanted)]
    return len(wanted) == len(parts) and all(want in ("*", part) for want, part in zip(wanted, parts))

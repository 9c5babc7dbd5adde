"""Chooses entries."""


def without_bots(entries, bots):
    """The entries whose agent contains none of the names, in upper or lower case."""
    names = [name.lower() for name in bots]
    return [entry for entry in entries if not any(name in entry.agent.lower() for name in names)]


def without_paths(entries, prefixes):
    """The entries whose path begins with none of the prefixes."""
    return [entry for entry in entries if not entry.path.startswith(tuple(prefixes))]


def between(entries, start=None, end=None):
    """The entries from `start` on and before `end`; None leaves a side open."""
    return [
        entry
        for entry in entries
        if (start is None or entry.time >= start) and (end is None or entry.time < end)
    ]

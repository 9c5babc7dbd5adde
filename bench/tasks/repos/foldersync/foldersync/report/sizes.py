"""Sizes of files."""


def human_size(size):
    """`999 B`, `1.5 kB` or `20.0 MB`: units of 1000 bytes, with one decimal from kB on."""
    if size < 1000:
        return f"{size} B"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95 or unit == "GB":
            break
    return f"{size:.1f} {unit}"

"""Reads what du prints."""

from pathlib import PurePosixPath


def parse_usage(text):
    """The bytes that each user takes, from the output of `du -sk /home/*`."""
    usage = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        kilobytes, tab, directory = line.partition("\t")
        if not tab or not kilobytes.isdigit():
            raise ValueError(f"not a line of du: {line!r}")
        usage[PurePosixPath(directory).name] = int(kilobytes) * 1024
    return usage

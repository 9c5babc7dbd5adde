"""The section of a release in CHANGELOG.md."""

import re

from relnotes.version import PARTS, Version, parse_version

_HEADING = re.compile(r"^## (\S+)", re.MULTILINE)


def next_version(latest, notes, kinds):
    """The version after `latest` that the notes ask for."""
    raises = {kind.name: kind.raises for kind in kinds}
    return latest.bump(min((raises[note.kind] for note in notes), key=PARTS.index))


def render_section(version, day, notes, kinds):
    """The section as Markdown, kinds without notes left out."""
    blocks = [f"## {version} ({day})"]
    for kind in kinds:
        lines = [f"- {note.text} (#{note.ticket})" for note in notes if note.kind == kind.name]
        if lines:
            blocks += [f"### {kind.title}", "\n".join(lines)]
    return "\n\n".join(blocks) + "\n"


def latest_version(changelog):
    """The highest version that has a section; 0.0.0 when there is none."""
    return max((parse_version(text) for text in _HEADING.findall(changelog)), default=Version(0, 0, 0))


def insert_section(changelog, section):
    """The changelog with the section put before all others, after what introduces them."""
    first = _HEADING.search(changelog)
    if first is None:
        return changelog.rstrip("\n") + "\n\n" + section
    return changelog[: first.start()] + section + "\n" + changelog[first.start() :]

"""The links in a Markdown text."""

import re
from dataclasses import dataclass

LINK = re.compile(r'\[[^\]]*\]\(\s*([^)\s]+)(?:\s+"[^"]*")?\s*\)')
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
FENCES = ("```", "~~~")


@dataclass(frozen=True)
class Link:
    line: int
    target: str

    @property
    def external(self):
        return SCHEME.match(self.target) is not None


def text_lines(text):
    """The lines that are not in a code block, each with its number, from 1 on."""
    fence = None
    for number, line in enumerate(text.splitlines(), start=1):
        start = line.strip()[:3]
        if fence is None and start in FENCES:
            fence = start
        elif fence is None:
            yield number, line
        elif start == fence:
            fence = None


def find_links(text):
    """All links and images of a text, in the order in which they stand there."""
    return [Link(number, match[1]) for number, line in text_lines(text) for match in LINK.finditer(line)]

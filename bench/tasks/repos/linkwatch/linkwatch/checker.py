"""Looks where the links of Markdown files lead."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from linkwatch.headings import anchors
from linkwatch.links import find_links

SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True)
class Problem:
    path: Path
    line: int
    target: str
    reason: str


def markdown_files(folder):
    """All Markdown files in a folder and the folders in it, sorted by path."""
    return sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def check_link(path, link):
    """Why a link in the file at `path` is broken, or None if it is fine."""
    name, _, anchor = link.target.partition("#")
    target = path.parent / unquote(name) if name else path
    if not target.exists():
        return "no such file"
    if anchor and target.suffix.lower() in SUFFIXES:
        if unquote(anchor) not in anchors(target.read_text(encoding="utf-8")):
            return "no such heading"
    return None


def check_file(path):
    """The broken links of a file, in the order of its lines."""
    path = Path(path)
    problems = []
    for link in find_links(path.read_text(encoding="utf-8")):
        if link.external:
            continue
        reason = check_link(path, link)
        if reason is not None:
            problems.append(Problem(path, link.line, link.target, reason))
    return problems


def check_folder(folder):
    """The broken links of all Markdown files in a folder, file by file."""
    return [problem for path in markdown_files(folder) for problem in check_file(path)]

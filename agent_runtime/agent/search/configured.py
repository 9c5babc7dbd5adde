"""Settings files with one thing turned, as people get them wrong: a value of another type, a key in another table."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from itertools import islice

_VALUE = re.compile(
    r"(?P<before>[=:\[,]\s*|^\s*-\s+)(?P<value>\"(?P<quoted>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<plain>[\w.+-]+))"
    r"(?=\s*(?:[,\]}#]|$))",
    re.MULTILINE,
)
_SCALAR = re.compile(r"[+-]?\d+(?:\.\d+)?|true|false", re.IGNORECASE)
_TABLE = re.compile(r"\s*\[+\s*[\w.\"'-]+\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"\s*[\w.\"'-]+\s*=\s*(?P<value>\S.*)$")
_NAMED = re.compile(r"(?:^\s*(?:-\s+)?|[{,]\s*)[\"']?(?P<key>[A-Za-z_][\w-]*)[\"']?\s*[=:](?!=)", re.MULTILINE)
NEAR = 0.8
"""How alike names must be (difflib's ratio) for one to be a slip of the other."""
_RETYPED = (".json", ".toml", ".yaml", ".yml")
_WITH_TABLES = (".toml", ".ini", ".cfg")


def settings_turns(path: str, text: str, limit: int, names: Collection[str] = ()) -> list[str]:
    """Versions of a settings file, the likelier first: numbers and truth values without quotation marks, keys that are
    none of the `names` in the code called as one that is nearly the same, single keys of a file with tables somewhere
    else, numbers within quotation marks."""
    bare, quoted = [], []
    for match in _VALUE.finditer(text) if path.endswith(_RETYPED) else ():
        inner = match["quoted"] or match["single"] or ""
        start, end = match.span("value")
        if _SCALAR.fullmatch(inner):
            bare.append(text[:start] + inner + text[end:])
        elif match["plain"] and _SCALAR.fullmatch(match["plain"]):
            quoted.append(f'{text[:start]}"{match["plain"]}"{text[end:]}')
    moved = _moved(text.split("\n")) if path.endswith(_WITH_TABLES) else iter(())
    return list(dict.fromkeys(islice((*bare, *_misspelled(text, names), *moved, *quoted), limit)))


def _misspelled(text: str, names: Collection[str]) -> Iterator[str]:
    """Each key that is none of the names, called as the one that it is most like."""
    keys = list(_NAMED.finditer(text))
    free = [*set(names) - {match["key"] for match in keys}]
    for match in keys if names else ():
        if match["key"] not in names:
            for near in difflib.get_close_matches(match["key"], free, 1, NEAR):
                yield text[: match.start("key")] + near + text[match.end("key") :]


def _moved(lines: list[str]) -> Iterator[str]:
    """Each key on one line, with the comments above, in front of all tables, or at the end of another one."""
    heads = [number for number, line in enumerate(lines) if _TABLE.match(line)]
    if not heads:
        return
    ends = [*heads, len(lines)]
    for number in reversed(range(len(lines))):
        match = _KEY.match(lines[number])
        if match is None or match["value"].rstrip() in ("[", "{", '"""', "'''") or _inside_array(lines, number):
            continue
        first = number
        while first and lines[first - 1].lstrip().startswith(("#", ";")):
            first -= 1
        part = lines[first : number + 1]
        own = sum(head < number for head in heads)
        for table, end in enumerate(ends):
            if table != own:
                yield _with_part_at(lines, first, number + 1, _last_line(lines, end), part)


def _inside_array(lines: list[str], number: int) -> bool:
    """Whether a bracket is open that an earlier line began."""
    above = "\n".join(line.partition("#")[0] for line in lines[:number] if not _TABLE.match(line))
    return above.count("[") > above.count("]") or above.count("{") > above.count("}")


def _last_line(lines: list[str], end: int) -> int:
    """Where something can be put at the end of the table before line `end`: above the comments of the next table."""
    at = end
    while at and end < len(lines) and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    while at and not lines[at - 1].strip():
        at -= 1
    return at


def _with_part_at(lines: list[str], start: int, end: int, at: int, part: list[str]) -> str:
    left = lines[:start]
    if left and not left[-1].strip() and (end == len(lines) or not lines[end].strip()):
        left.pop()
    rest = [*left, *lines[end:]]
    to = at if at <= start else at - (len(lines) - len(rest))
    gap = [""] if to < len(rest) and rest[to].strip() else []
    return "\n".join([*rest[:to], *part, *gap, *rest[to:]])

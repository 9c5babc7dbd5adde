"""Finds where a hunk belongs, in rising tolerance, and refuses rather than guesses.

The tiers: `exact`; `line ends` (white space at line ends); `indentation` (shifted as one block, tabs for
spaces); `fuzzy` (a unique alignment above `FUZZY_RATIO`, or above `CONTEXT_RATIO` when every line that is
matched is right and only context lines are missing or invented). Context lines of the file are always kept
as the file has them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent_runtime.tools.alignment import align, similarity
from agent_runtime.tools.diffs import Hunk, HunkLine
from agent_runtime.tools.indentation import Reindent, indentation_map

FUZZY_RATIO = 0.90
"""Least similarity of the whole block for a fuzzy match."""
CONTEXT_RATIO = 0.75
"""The same, when all matched lines are equal and only context is missing or extra."""
MARGIN = 0.10
"""How much better than any other place a fuzzy match must be."""
REMOVED_RATIO = 0.85
"""Least similarity of each line that would be removed."""
RIVAL_RATIO = 0.50
"""Another place this similar is mentioned when no true header confirms the place found."""
_MIN_CHARACTERS = 8

Tier = Literal["exact", "line ends", "indentation", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a hunk goes: for each of its old lines the index of the file's line, or `None` if it has none."""

    hunk: Hunk
    """The hunk as it matched, after repairs."""
    lines: tuple[int | None, ...]
    tier: Tier
    ratio: float = 1.0
    reindent: Reindent | None = None
    note: str = ""
    verbatim: bool = False
    """The hunk fitted byte for byte as it was written."""

    @property
    def start(self) -> int:
        return min((line for line in self.lines if line is not None), default=0)

    @property
    def end(self) -> int:
        return max((line for line in self.lines if line is not None), default=-1) + 1


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places fit equally; their first lines, as indices."""

    starts: tuple[int, ...]
    size: int
    tier: Tier = "exact"


def place(hunk: Hunk, file: Sequence[str], delta: int = 0) -> Placement | Ambiguous | None:
    """Find a hunk in a file's lines (with their endings).

    `delta` is what earlier hunks of the file added by their own word: it tells a true header from an invented one.
    """
    variants = list(_variants(hunk))
    tiers: tuple[tuple[Tier, Callable[[str], str]], ...] = (("exact", _same), ("line ends", _trimmed))
    for tier, key in tiers:
        keys = [key(line) for line in file]
        for variant, note, either in variants:
            starts = _find(variant, keys, key, either, exact=tier == "exact")
            found = _choose(variant, starts, len(file), tier, note, delta, file)
            if isinstance(found, Placement) and not (variant.counted and variant.old_start == found.start + 1):
                return _with_rival(found, file)
            if found is not None:
                return found
    for variant, note, _ in variants:
        shifted = _find_shifted(variant, file)
        if len(shifted) > 1:
            return Ambiguous(tuple(item.start for item in shifted), len(variant.old), "indentation")
        if shifted:
            return replace(shifted[0], note=note)
    for variant, note, _ in variants[:1] + [
        item for item in variants if "entities" in item[1] or "trailing" in item[1]
    ]:
        fuzzy = _find_fuzzy(variant, file)
        if isinstance(fuzzy, Placement):
            return replace(fuzzy, note="; ".join(filter(None, (note, fuzzy.note))))
        if fuzzy is not None:
            return fuzzy
    return None


def _same(line: str) -> str:
    return line


def _trimmed(line: str) -> str:
    return line.rstrip()


def _variants(hunk: Hunk) -> list[tuple[Hunk, str, bool]]:
    """The hunk as written, then as it may have been meant. The flag: context may lack its leading space."""
    found = [(hunk, "", False)]
    trimmed = _without_trailing(hunk)
    if trimmed is not hunk:
        found.append((trimmed, "without trailing text after the diff", False))
    for base, note, _ in list(found):
        if any(line.tag == " " for line in base.lines):
            found.append((base, "; ".join(filter(None, (note, "context lines without their leading space"))), True))
    changed = [line for line in trimmed.lines if line.tag != " " and line.text.strip()]
    if changed and all(line.text.startswith(" ") for line in changed):
        lines = [replace(line, text=line.text[1:]) if line in changed else line for line in trimmed.lines]
        found.append((replace(trimmed, lines=tuple(lines)), "a space after + and - removed", True))
    if any(re.search(r"&(lt|gt|amp|quot|apos|#39|#x27);", line.text) for line in hunk.lines):
        decoded = [replace(line, text=html.unescape(line.text)) for line in trimmed.lines]
        found.append((replace(trimmed, lines=tuple(decoded)), "HTML entities decoded", False))
    return found


def _without_trailing(hunk: Hunk) -> Hunk:
    lines = list(hunk.lines)
    while lines and lines[-1].tag == " " and (lines[-1].loose or not lines[-1].text.strip()):
        lines.pop()
    if not lines or len(lines) == len(hunk.lines) or hunk.counted:
        return hunk
    return replace(hunk, lines=tuple(lines))


def _line_text(line: HunkLine, *, exact: bool) -> str:
    return line.text + ("\n" if exact and line.newline else "")


def _find(hunk: Hunk, keys: Sequence[str], key: Callable[[str], str], either: bool, *, exact: bool) -> list[int]:
    old = hunk.old
    wanted: list[tuple[str, ...]] = []
    for line in old:
        text = key(_line_text(line, exact=exact))
        spaced = key(" " + _line_text(line, exact=exact))
        wanted.append((text, spaced) if either and line.tag == " " else (text,))
    if not wanted:
        return []
    if not any(options[0].strip() for options in wanted) and not (exact and hunk.counted):
        return []
    pivot = max(range(len(wanted)), key=lambda index: len(wanted[index][0].strip()))
    starts = []
    for at, text in enumerate(keys):
        start = at - pivot
        if text not in wanted[pivot] or start < 0 or start + len(wanted) > len(keys):
            continue
        if all(keys[start + index] in options for index, options in enumerate(wanted)):
            starts.append(start)
    return starts


def _choose(
    hunk: Hunk, starts: Sequence[int], size: int, tier: Tier, note: str, delta: int, file: Sequence[str]
) -> Placement | Ambiguous | None:
    if not starts:
        return None
    length = len(hunk.old)
    verbatim = tier == "exact" and not note
    if len(starts) > 1:
        trusted = [start for start in starts if header_fits(hunk, start, size, delta)]
        if len(trusted) == 1:
            others = ", ".join(str(start + 1) for start in starts[:5])
            note = f"the lines stand at {others}; placed at line {trusted[0] + 1} as the @@ line says"
            starts = trusted
        elif in_section := [start for start in starts if _in_section(hunk.section, start, file)]:
            starts = in_section
            note = f"placed under {hunk.section!r} as the @@ line says"
    if len(starts) > 1:
        return Ambiguous(tuple(starts), length, tier)
    return Placement(hunk, tuple(range(starts[0], starts[0] + length)), tier, note=note, verbatim=verbatim)


def _with_rival(found: Placement, file: Sequence[str]) -> Placement:
    """Mention another place that the writer may have meant: a context line forgotten can turn one into the other."""
    old = [line.text.rstrip() for line in found.hunk.old]
    for ratio, lines in align(old, [line.rstrip() for line in file]):
        start = min(line for line in lines if line is not None)
        if ratio >= RIVAL_RATIO and not found.start <= start < found.end:
            note = f"placed at line {found.start + 1}; similar lines also stand at line {start + 1}"
            return replace(found, note="; ".join(filter(None, (found.note, note))))
    return found


def header_fits(hunk: Hunk, start: int, size: int, delta: int) -> bool:
    """Whether the header is consistent in itself and with the file, so that its line number can decide."""
    if not hunk.counted or hunk.old_start != start + 1 or hunk.new_start != hunk.old_start + delta:
        return False
    lead, trail = context_around(hunk)
    at_start, at_end = start == 0, start + len(hunk.old) == size
    return lead == trail or (lead < trail and at_start) or (trail < lead and at_end)


def context_around(hunk: Hunk) -> tuple[int, int]:
    """How many context lines stand before the first change and after the last."""
    changes = [index for index, line in enumerate(hunk.lines) if line.tag != " "]
    if not changes:
        return len(hunk.lines), 0
    return changes[0], len(hunk.lines) - 1 - changes[-1]


def _in_section(section: str, start: int, file: Sequence[str]) -> bool:
    """Whether the nearest less indented line above names the section of the header."""
    wanted = section.strip().rstrip(":{ ")
    if len(wanted) < 4:
        return False
    for index in range(start, -1, -1):
        text = file[index].strip().rstrip(":{ ")
        if text == wanted or text.startswith(wanted + "("):
            return True
        if index < start and re.match(r"\s*(async\s+)?(def|class|func|fn|function|impl)\b", file[index]):
            return False
    return False


def _find_shifted(hunk: Hunk, file: Sequence[str]) -> list[Placement]:
    old = [line.text.strip() for line in hunk.old]
    if not any(old):
        return []
    stripped = [line.strip() for line in file]
    pivot = max(range(len(old)), key=lambda index: len(old[index]))
    found = []
    for at, text in enumerate(stripped):
        start = at - pivot
        if text != old[pivot] or start < 0 or stripped[start : start + len(old)] != old:
            continue
        pairs = [(line.text.rstrip(), file[start + index].rstrip()) for index, line in enumerate(hunk.old)]
        reindent = indentation_map(pairs)
        if reindent and all(reindent(line.text) is not None for line in hunk.lines if line.tag == "+"):
            found.append(Placement(hunk, tuple(range(start, start + len(old))), "indentation", reindent=reindent))
    return found


def _find_fuzzy(hunk: Hunk, file: Sequence[str]) -> Placement | Ambiguous | None:
    old = [line.text.rstrip() for line in hunk.old]
    trimmed = [line.rstrip() for line in file]
    found = align(old, trimmed)
    if not found:
        return None
    ratio, lines = found[0]
    matched = [(old[i], trimmed[at]) for i, at in enumerate(lines) if at is not None]
    if sum(len(a.strip()) for a, _ in matched) < _MIN_CHARACTERS:
        return None
    equal = all(a.strip() == b.strip() for a, b in matched)
    if ratio < (CONTEXT_RATIO if equal else FUZZY_RATIO):
        return None
    rivals = [other for other in found[1:] if other[0] > ratio - MARGIN]
    if rivals:
        starts = [min(line for line in item[1] if line is not None) for item in (found[0], *rivals)]
        return Ambiguous(tuple(sorted(starts)), len(old), "fuzzy")
    if not _removals_fit(hunk, lines, trimmed) or not _anchored(hunk, lines):
        return None
    reindent = indentation_map([(a, b) for a, b in matched if a.strip() == b.strip()])
    if reindent is None or any(reindent(line.text) is None for line in hunk.lines if line.tag == "+"):
        return None
    return Placement(hunk, lines, "fuzzy", ratio, reindent)


def _removals_fit(hunk: Hunk, lines: Sequence[int | None], file: Sequence[str]) -> bool:
    for line, at in zip(hunk.old, lines, strict=True):
        if line.tag != "-":
            continue
        if at is None:
            if line.text.strip():
                return False
            continue
        ours, theirs = line.text.strip(), file[at].strip()
        if similarity(ours, theirs) < REMOVED_RATIO or re.findall(r"\d+", ours) != re.findall(r"\d+", theirs):
            return False
    return True


def _anchored(hunk: Hunk, lines: Sequence[int | None]) -> bool:
    """Each insertion has a matched neighbour, and no line of the file stands between its two neighbours."""
    index = 0
    before: int | None = None
    touching = False
    pending = False
    for line in hunk.lines:
        if line.tag == "+":
            if not pending:
                pending, touching = True, index > 0 and lines[index - 1] is not None
            continue
        at = lines[index]
        index += 1
        if at is not None and before is not None and pending and at != before + 1:
            return False
        if pending and not touching and at is None:
            return False
        if at is not None:
            before = at
        pending = False
    return not pending or touching

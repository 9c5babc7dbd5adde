"""Applies edits to the lines of one file. Pure: no disk, no policy; a refusal says what is needed to get it right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent_runtime.errors import EditFailed
from agent_runtime.tools.alignment import align
from agent_runtime.tools.diffs import Hunk, HunkLine
from agent_runtime.tools.matching import Ambiguous, Placement, Tier, header_fits, place
from agent_runtime.tools.syntax import check_syntax
from agent_runtime.tools.textfile import TextFile, split_lines

_ELISION = re.compile(r"^\s*(#|//|/\*|--|;|<!--|\{/\*)?\s*(\.\.\.|…)")
_PLACEHOLDER = re.compile(
    r"^\s*(?:#|//|/\*|--|;|<!--|\{/\*)\s*"
    r"(?:\W*(?:\.\.\.|…)\W*|"
    r"(?=.*(?:\.\.\.|…)).*\b(?:existing|rest of|remaining|unchanged|omitted|same as before)\b.*)$",
    re.IGNORECASE,
)
_SHOWN = 160
TIERS: tuple[Tier, ...] = ("exact", "line ends", "indentation", "fuzzy")


@dataclass(frozen=True, slots=True)
class Edited:
    """A file's lines after an edit, and how sure the placement is."""

    lines: tuple[str, ...]
    tier: Tier = "exact"
    ratio: float = 1.0
    notes: tuple[str, ...] = ()
    already: bool = False
    """Nothing changed: the file had it all."""


def apply_hunks(file: TextFile, hunks: Sequence[Hunk], name: str) -> Edited:
    """Place all hunks against the original and apply them together.

    Raises:
        EditFailed: a hunk fits nowhere, in several places, or two overlap.
    """
    placements: list[Placement] = []
    notes: list[str] = []
    already = 0
    delta = 0
    for number, hunk in enumerate(hunks, start=1):
        label = f"{name}: change {number} of {len(hunks)}" if len(hunks) > 1 else name
        refuse_placeholders([line.text for line in hunk.lines if line.tag == "+"], file.lines, label)
        if all(line.tag == " " for line in hunk.lines):
            notes.append(f"{label} changes nothing")
            already += 1
        else:
            placed = _place_one(file, hunk, label, delta)
            if placed is None:
                notes.append(f"{label} is already in the file")
                already += 1
            else:
                placements.append(placed)
                notes.extend(_describe(placed, label))
        delta += len(hunk.new) - len(hunk.old)
    if not placements:
        return Edited(file.lines, notes=tuple(notes), already=already > 0)
    tier = max((item.tier for item in placements), key=TIERS.index)
    ratio = min(item.ratio for item in placements)
    return Edited(tuple(_build(file, placements, name)), tier, ratio, tuple(notes))


def _place_one(file: TextFile, hunk: Hunk, label: str, delta: int) -> Placement | None:
    """The placement, or `None` when the file has the change already."""
    if not hunk.old:
        if file.lines:
            raise EditFailed(
                f"{label}: the change has only + lines, so its place is unknown.",
                recovery="Add one unchanged line before and after the + lines.",
            )
        return Placement(hunk, (), "exact", verbatim=True)
    found = place(hunk, file.lines, delta)
    loose = found is None or found.tier in ("indentation", "fuzzy")
    if loose and _contains_new_block(hunk, file.lines, adds_only=found is not None):
        return None
    if isinstance(found, Placement):
        trusted = header_fits(found.hunk, found.start, len(file.lines), delta)
        if not trusted and _new_block_at(found.hunk, file.lines, found.start):
            return None
        return found
    if isinstance(found, Ambiguous):
        raise _ambiguous(file.lines, found.starts, found.size, label)
    elided = next((line.text for line in hunk.old if _ELISION.match(line.text)), None)
    if elided is not None:
        raise EditFailed(
            f"{label}: the diff leaves lines out with {elided.strip()!r}.",
            recovery="Write every line of the changed part, or send two smaller changes.",
        )
    raise no_match([line.text for line in hunk.old], file.lines, label)


def _describe(placed: Placement, label: str) -> list[str]:
    where = f"lines {placed.start + 1}-{placed.end}"
    notes = [f"{label}: {placed.note}"] if placed.note else []
    if placed.tier == "fuzzy":
        notes.append(f"{label}: placed by fuzzy match {placed.ratio:.2f} at {where}")
    elif placed.tier == "indentation":
        notes.append(f"{label}: indentation adapted at {where}")
    return notes


def _new_lines(hunk: Hunk) -> list[str]:
    lines = [line.text.rstrip() for line in hunk.new]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _new_block_at(hunk: Hunk, file: Sequence[str], start: int) -> bool:
    if not any(line.tag == "+" and line.text.strip() for line in hunk.lines):
        return False
    new = _new_lines(hunk)
    lead = next((index for index, line in enumerate(hunk.lines) if line.tag != "+"), 0)
    return any([line.rstrip() for line in file[at : at + len(new)]] == new for at in {start, start - lead} if at >= 0)


def _contains_new_block(hunk: Hunk, file: Sequence[str], *, adds_only: bool) -> bool:
    new = _new_lines(hunk)
    adds = any(line.tag == "+" and line.text.strip() for line in hunk.lines)
    if sum(len(line.strip()) for line in new) < 8 or (not adds and (adds_only or len(list(filter(None, new))) < 2)):
        return False
    trimmed = [line.rstrip() for line in file]
    return any(trimmed[at : at + len(new)] == new for at in range(len(trimmed) - len(new) + 1))


def _build(file: TextFile, placements: Sequence[Placement], name: str) -> list[str]:
    deleted: set[int] = set()
    inserted: dict[int, list[tuple[str, bool]]] = {}
    for placed in placements:
        removals, additions = _operations(placed)
        if deleted & removals or inserted.keys() & additions.keys():
            raise EditFailed(
                f"{name}: two of the changes concern the same lines, {placed.start + 1}-{placed.end}.",
                recovery="Send them as one change.",
            )
        deleted |= removals
        for at, added in additions.items():
            inserted[at] = [_render(line, placed, file) for line in added]
    result: list[tuple[str, bool]] = []
    for index in range(len(file.lines) + 1):
        result.extend(inserted.get(index, []))
        if index < len(file.lines) and index not in deleted:
            result.append((file.lines[index], True))
    lines = [text for text, _ in result]
    for index, text in enumerate(lines[:-1]):
        if not text.endswith(("\n", "\r")):
            lines[index] = text + file.newline
    if result and not result[-1][1] and file.lines and not file.ends_with_newline:
        lines[-1] = lines[-1].rstrip("\r\n")
    return lines


def _operations(placed: Placement) -> tuple[set[int], dict[int, list[HunkLine]]]:
    removals: set[int] = set()
    additions: dict[int, list[HunkLine]] = {}
    cursor: int | None = None
    waiting: list[HunkLine] = []
    index = 0
    for line in placed.hunk.lines:
        if line.tag == "+":
            if cursor is None:
                waiting.append(line)
            else:
                additions.setdefault(cursor, []).append(line)
            continue
        at = placed.lines[index]
        index += 1
        if at is None:
            continue
        if waiting:
            additions.setdefault(at, []).extend(waiting)
            waiting = []
        if line.tag == "-":
            removals.add(at)
        cursor = at + 1
    if waiting:
        additions.setdefault(0, []).extend(waiting)
    return removals, additions


def _render(line: HunkLine, placed: Placement, file: TextFile) -> tuple[str, bool]:
    """An added line with its ending, and whether it is verbatim."""
    if placed.verbatim:
        foreign = not placed.hunk.counted and file.newline == "\r\n" and not line.text.endswith("\r")
        text = line.text + ("\r" if foreign else "")
        return text + ("\n" if line.newline else ""), True
    text = line.text.rstrip("\r")
    if placed.reindent is not None:
        text = placed.reindent(text) or text
    return text + file.newline, False


# -- refusals ----------------------------------------------------------------------------------------------


def refuse_placeholders(new: Sequence[str], old: Sequence[str], label: str) -> None:
    """Refuse `# ... existing code ...` in what is to be written.

    Raises:
        EditFailed: a line stands for code that was left out.
    """
    known = {line.strip() for line in old}
    for line in new:
        if _PLACEHOLDER.match(line) and line.strip() not in known:
            raise EditFailed(
                f"{label}: the line {line.strip()!r} stands for code that was left out.",
                recovery="Write the code in full.",
            )


def _ambiguous(file: Sequence[str], starts: Sequence[int], size: int, label: str) -> EditFailed:
    places = [f"lines {start + 1}-{start + size}" if size > 1 else f"line {start + 1}" for start in starts]
    shown = ", ".join(places[:6]) + (f" and {len(places) - 6} more" if len(places) > 6 else "")
    candidates = []
    for start in starts[:6]:
        context = next((file[at].strip() for at in range(start - 1, -1, -1) if file[at].strip()), "the file's start")
        candidates.append(f"line {start + 1}, after {_short(context)}")
    return EditFailed(
        f"{label}: these lines stand in {len(starts)} places: {shown}.",
        recovery="Add more of the unchanged lines before and after, or use edit_lines with line numbers.",
        alternatives=candidates,
    )


def no_match(old: Sequence[str], file: Sequence[str], label: str) -> EditFailed:
    """The refusal for lines that are not in the file: the closest region and where it differs."""
    wanted = [line.rstrip() for line in old]
    trimmed = [line.rstrip() for line in file]
    found = align(wanted, trimmed)
    if not found or found[0][0] < 0.4:
        return EditFailed(
            f"{label}: these lines are not in the file, nor anything close to them: {_short(wanted[0])} ...",
            recovery="Read the file again and copy the lines exactly.",
        )
    ratio, lines = found[0]
    known = [line for line in lines if line is not None]
    low, high = known[0], known[-1] + 1
    return EditFailed(
        f"{label}: no match. Closest: lines {low + 1}-{high} (similarity {ratio:.2f}). "
        + _first_difference(wanted, trimmed, lines),
        recovery=f"Copy lines {low + 1}-{high} exactly as they are in the file:",
        alternatives=[f"{at + 1}: {trimmed[at]}"[:_SHOWN] for at in range(low, min(high, low + 12))],
    )


def _first_difference(wanted: Sequence[str], file: Sequence[str], lines: Sequence[int | None]) -> str:
    for text, at in zip(wanted, lines, strict=True):
        if at is None and text.strip():
            return f"Not in the file: {_short(text)}."
        if at is not None and file[at] != text:
            return f"Line {at + 1} is {_short(file[at])}, you wrote {_short(text)}."
    gaps = [at for at in range(lines[0] or 0, lines[-1] or 0) if at not in lines]
    return f"You left out line {gaps[0] + 1}: {_short(file[gaps[0]])}." if gaps else "The order differs."


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


# -- other forms of edit -----------------------------------------------------------------------------------


def replace_text(file: TextFile, old: str, new: str, name: str) -> Edited:
    """Replace `old`, which must stand in the file once, as whole lines or within a line.

    Raises:
        EditFailed: it is not there, or more than once.
    """
    refuse_placeholders(new.split("\n"), file.lines, name)
    old, new = old.replace("\r\n", "\n"), new.replace("\r\n", "\n")
    text = "".join(file.lines)
    native = old.replace("\n", file.newline)
    count = _occurrences(text, native)
    whole = _as_hunk(old, new)
    found = place(whole, file.lines) if whole.old else None
    if isinstance(found, Placement) and found.tier in ("exact", "line ends"):
        if _new_block_at(found.hunk, file.lines, found.start):
            return Edited(file.lines, notes=(f"{name}: the new text is already there",), already=True)
        # Written by hand, so the file's own line ending is wanted.
        return Edited(tuple(_build(file, [replace(found, verbatim=False)], name)), notes=tuple(_describe(found, name)))
    if count == 1:
        inside = tuple(split_lines(text.replace(native, new.replace("\n", file.newline))))
        if isinstance(found, Placement) and found.tier == "indentation" and "\n" in new:
            # Whole lines written without their indentation: further lines were meant to be indented alike,
            # unless that breaks the file and taking them as they are does not.
            block = tuple(_build(file, [found], name))
            if not check_syntax(name, "".join(block)) or check_syntax(name, "".join(inside)):
                return Edited(block, "indentation", notes=tuple(_describe(found, name)))
        return Edited(inside)
    if count > 1:
        raise _ambiguous(file.lines, _line_starts(text, native), old.count("\n") + 1, name)
    if isinstance(found, Ambiguous):
        raise _ambiguous(file.lines, found.starts, found.size, name)
    if isinstance(found, Placement):
        return Edited(tuple(_build(file, [found], name)), found.tier, found.ratio, tuple(_describe(found, name)))
    if new.strip() and new.strip() in text.replace(file.newline, "\n") and len(new.strip()) > 8:
        return Edited(file.lines, notes=(f"{name}: the new text is already there",), already=True)
    for what, plain_old, plain_new in _plainer(old, new):
        if _occurrences(text, plain_old.replace("\n", file.newline)) == 1:
            edited = replace_text(file, plain_old, plain_new, name)
            return replace(edited, notes=(*edited.notes, f"{name}: {what} of old and new taken off"))
    raise no_match(old.split("\n"), file.lines, name)


def _plainer(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """What small models wrap a text in: quotes of its own, or line breaks written as two characters."""
    for quote in ('"""', "'''", '"', "'", "`"):
        if all(
            len(text) > 2 * len(quote) and text[: len(quote)] == quote == text[-len(quote) :] for text in (old, new)
        ):
            yield "quotes", old[len(quote) : -len(quote)], new[len(quote) : -len(quote)]
            return
    if "\\n" in old and "\n" not in old + new:
        yield "backslashes", old.replace("\\n", "\n"), new.replace("\\n", "\n")


def _occurrences(text: str, part: str) -> int:
    return len(_offsets(text, part))


def _offsets(text: str, part: str) -> list[int]:
    """Also overlapping ones: `aa` stands twice in `aaa`."""
    found: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0 and len(found) < 1000:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _line_starts(text: str, part: str) -> list[int]:
    return sorted({text.count("\n", 0, at) for at in _offsets(text, part)})


def _as_hunk(old: str, new: str) -> Hunk:
    removed = [HunkLine("-", line) for line in old.removesuffix("\n").split("\n")] if old.strip() else []
    added = [HunkLine("+", line) for line in new.removesuffix("\n").split("\n")] if new else []
    return Hunk((*removed, *added))


def replace_lines(file: TextFile, start: int, end: int, new: str, expected: str, name: str) -> Edited:
    """Replace lines `start` to `end` (from 1, both included; `end == start - 1` inserts before `start`).

    Raises:
        EditFailed: the range is outside the file, or `expected` is not what stands there.
    """
    total = len(file.lines)
    if start < 1 or end < start - 1 or end > total or start > total + 1:
        raise EditFailed(
            f"{name} has {total} lines; lines {start}-{end} are no range in it.",
            recovery="Give start and end counted from 1, both included.",
        )
    refuse_placeholders(new.split("\n"), file.lines, name)
    current = [line.rstrip() for line in file.lines[start - 1 : end]]
    wanted = [line.rstrip() for line in expected.replace("\r\n", "\n").removesuffix("\n").split("\n")]
    if current != wanted and (current or expected.strip()):
        raise _unexpected(file, wanted, start, end, name)
    body = new.replace("\r\n", "\n").removesuffix("\n").split("\n") if new else []
    added = [line + file.newline for line in body]
    lines = [*file.lines[: start - 1], *added, *file.lines[end:]]
    if start > 1 and added and not lines[start - 2].endswith(("\n", "\r")):
        lines[start - 2] += file.newline
    if end == total and added and file.lines and not file.ends_with_newline:
        lines[-1] = lines[-1].rstrip("\r\n")
    return Edited(tuple(lines))


def _unexpected(file: TextFile, wanted: Sequence[str], start: int, end: int, name: str) -> EditFailed:
    trimmed = [line.rstrip() for line in file.lines]
    size = len(wanted)
    found = [at for at in range(len(trimmed) - size + 1) if trimmed[at : at + size] == wanted and any(wanted)]
    if len(found) == 1:
        low, high = found[0] + 1, found[0] + size
        recovery = f"The expected lines are lines {low}-{high}: use start={low}, end={high}."
    else:
        recovery = f"Set expected to exactly what lines {start}-{end} are, and check start and end."
    return EditFailed(
        f"{name}: lines {start}-{end} are not what you expected.",
        recovery=recovery,
        alternatives=[f"{start + i}: {text}"[:_SHOWN] for i, text in enumerate(trimmed[start - 1 : end][:12])],
    )


def replace_span(file: TextFile, start: int, end: int, new: str, name: str) -> Edited:
    """Replace a whole definition, lines `start` to `end`, indenting `new` as the old one was."""
    refuse_placeholders(new.split("\n"), file.lines, name)
    old_indent = _indent_of(file.lines[start - 1])
    body = new.replace("\r\n", "\n").strip("\n").split("\n")
    new_indent = min((_indent_of(line) for line in body if line.strip()), key=len, default="")
    shifted = [old_indent + line.removeprefix(new_indent) if line.strip() else "" for line in body]
    expected = "\n".join(line.rstrip("\r\n") for line in file.lines[start - 1 : end])
    return replace_lines(file, start, end, "\n".join(shifted), expected, name)


def _indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]

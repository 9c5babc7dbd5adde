"""Reads the code out of a reply, whatever a small model puts around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent_runtime.models.reply import thought_end

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*([^\n`]*)$", re.MULTILINE)
_PATH = re.compile(r"[\w./-]+\.\w{1,5}")
_MARKS = re.compile(r"^(<{5,}|={7,}|>{5,}).*$", re.MULTILINE)
_NUMBERED = re.compile(r"^ *\d+ ?[|:] ?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `path` is empty where the reply names none."""

    path: str
    code: str


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a reply, an unfinished last one included; a reply without fences is one block."""
    text = text[thought_end(text) :]
    found: list[Block] = []
    fences = list(_FENCE.finditer(text))
    at = 0
    while at < len(fences):
        opening = fences[at]
        closing = next(
            (
                number
                for number in range(at + 1, len(fences))
                if fences[number][1][0] == opening[1][0] and not fences[number][2] and not fences[number][3]
            ),
            None,
        )
        end = len(text) if closing is None else fences[closing].start()
        code = text[opening.end() + 1 : end]
        found.append(Block(_path_of(opening[2], opening[3], text[: opening.start()], code), _clean(code)))
        at = len(fences) if closing is None else closing + 1
    if not fences and text.strip():
        found.append(Block("", _clean(text)))
    return found


def first_block_end(text: str) -> int | None:
    """A reply ends behind its first block: what follows is talk, or tests."""
    return next(iter(closed_blocks(text)), None)


def closed_blocks(text: str) -> Sequence[int]:
    """Where each closed block of a reply ends."""
    fences = list(_FENCE.finditer(text, thought_end(text)))
    return [fences[number].end() for number in range(1, len(fences), 2)]


def _path_of(language: str, info: str, before: str, code: str) -> str:
    """The path a block is for: in its opening line, the line above it, or its own first line's comment."""
    above = before.rstrip().rpartition("\n")[2]
    first = code.lstrip("\n").partition("\n")[0]
    comment = first if re.match(r"\s*(#|//|--|/\*)", first) else ""
    for text in (language if "." in language else "", info, comment, above):
        for match in _PATH.finditer(text):
            if not match[0].startswith(".") and not re.fullmatch(r"[\d.]+", match[0]):
                return match[0].removeprefix("./")
    return ""


def _clean(code: str) -> str:
    """Without the marks of a search/replace block (its second half is the new code) and copied line numbers."""
    if re.search(r"^={7,}\s*$", code, re.MULTILINE) and re.search(r"^[<>]{5,}", code, re.MULTILINE):
        code = re.split(r"^={7,}\s*$", code, maxsplit=1, flags=re.MULTILINE)[1]
    code = _MARKS.sub("", code) if re.search(r"^[<>]{5,}", code, re.MULTILINE) else code
    lines = [line for line in code.split("\n") if line.strip()]
    if lines and all(_NUMBERED.match(line) for line in lines):
        code = _NUMBERED.sub("", code)
    return code

"""Finds the code in a model's reply, whatever shape a small model gives it."""

from __future__ import annotations

import ast
import re

from agent_runtime.models.foreign import as_python

_OPEN = re.compile(r"^[ \t]*```(?:python3?|py)?[ \t]*\n", re.MULTILINE | re.IGNORECASE)
_CLOSE = re.compile(r"^[ \t]*```", re.MULTILINE)
_THOUGHT = re.compile(r"^[ \t]*<(?:think|thinking|thought|reasoning)>", re.MULTILINE | re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</(?:think|thinking|thought|reasoning)>[ \t]*\n?", re.IGNORECASE)
_ORPHAN_END = re.compile(r"^[ \t]*</(?:think|thinking|thought|reasoning)>[ \t]*$\n?", re.MULTILINE | re.IGNORECASE)
_IN_STRING = "unterminated triple-quoted"

TAGS = ("⟦python⟧", "⟦/python⟧")
"""How code is handed to smolagents: unlike Markdown's fences these cannot stand inside the code."""


def thought_end(text: str) -> int:
    """Offset behind the thinking of a reply: what stands in it is never run. `len(text)` while the model still thinks.

    Some chat templates open the thought themselves, so that a reply holds only its end.
    """
    end = 0
    while True:
        fence = _OPEN.search(text, end)
        thought = _THOUGHT.search(text, end)
        if thought is None or (fence is not None and fence.start() < thought.start()):
            break
        closing = _THOUGHT_ENDS.search(text, thought.end())
        if closing is None:
            return len(text)
        end = closing.end()
    if end == 0 and (orphan := _ORPHAN_END.search(text)) is not None and not _inside_block(text, orphan.start()):
        return orphan.end()
    return end


def _inside_block(text: str, at: int) -> bool:
    """Whether a place is within the string of a complete code block: then it is code, no end of a thought."""
    span = _block_from(text, 0)
    return span is not None and span[0] <= at < span[1]


def first_block_end(text: str) -> int | None:
    """Offset behind the first complete code block, or `None` while there is none.

    A fence inside a triple-quoted string does not end the block: models write Markdown into files.
    """
    span = _first_block(text)
    return span[2] if span else None


def block_end_after_thought(text: str) -> int | None:
    """The same for a model that was told to think: nothing counts before its thought ends, whose beginning may stand
    in the prompt. A reply without a thought is not cut."""
    return first_block_end(text) if thought_end(text) else None


def first_block(text: str) -> str | None:
    """The code of the first complete fenced block, without its fences."""
    span = _first_block(text)
    return text[span[0] : span[1]] if span else None


def _first_block(text: str) -> tuple[int, int, int] | None:
    return _block_from(text, thought_end(text))


def _block_from(text: str, at: int) -> tuple[int, int, int] | None:
    opening = _OPEN.search(text, at)
    if opening is None:
        return None
    start = opening.end()
    for closing in _CLOSE.finditer(text, start):
        if not _inside_string(text[start : closing.start()]):
            return start, closing.start(), closing.end()
    return None


def _inside_string(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError as error:
        return _IN_STRING in (error.msg or "")
    except (ValueError, RecursionError, MemoryError):
        return False
    return False


def code_of(text: str) -> str | None:
    """The code of a reply: its first block, an unfinished block at its end, a reply that is nothing but code, or a tool
    call in another shape."""
    text = text[thought_end(text) :]
    block = first_block(text)
    if block is not None:
        return block.strip("\n") or None
    if opening := _OPEN.search(text):
        return text[opening.end() :].strip("\n") or None
    bare = text.strip()
    return bare if _is_code(bare) else as_python(bare)


def tagged(text: str) -> str:
    """The reply as smolagents' parser reads it: the code between `TAGS`, or text that it finds no code in."""
    code = code_of(text)
    return f"{TAGS[0]}\n{code}\n{TAGS[1]}" if code else TAGS[0]


def _is_code(text: str) -> bool:
    """Whether a text without fences is Python that calls something: prose such as `Done` parses too."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, ast.Call) for node in ast.walk(tree))

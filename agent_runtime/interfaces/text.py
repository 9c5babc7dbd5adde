"""Text from models and files made safe for a terminal."""

from __future__ import annotations

import codecs
import json
import re
import sys
import unicodedata
from collections.abc import Iterator

from agent_runtime.types import JsonValue

MAX_MARKS = 2
"""More combining marks on one character are shown as escapes: a pile of them draws over the lines around it."""

_KEPT = frozenset("\n\t")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\U0001d159")
"""Letters and symbols that show nothing."""
_NAMES = {0x1B: "ESCAPE", 0x08: "BACKSPACE", 0x0D: "CARRIAGE RETURN", 0x07: "BELL", 0x09: "TAB", 0x00: "NUL"}
_LONG_GAP = re.compile(r" {13,}")
_ASCII = str.maketrans("│┃┊┏┗━·…✓✗→╱⚠└├─", "|#:##=-~+x>/!`|-")


def safe(text: str) -> str:
    """Show control and invisible formatting characters as escapes: nothing may move the cursor, set the title, reorder
    the line or fake a prompt. Line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(char) if odd else char for char, odd in _judged(text))


def visible(text: str) -> str:
    """As `safe`, and spaces that are no plain space are escapes too: for code, where they matter."""
    return "".join(_escape(c) if c != " " and unicodedata.category(c) == "Zs" else c for c in safe(text))


def exact(text: str) -> str:
    """Text as it must be read before it is approved: besides what `safe` escapes, everything outside ASCII and the
    letters of Latin-1, since letters of other scripts can pass for these. Line ends stay."""
    return "".join(_escape(char) if is_odd(char) else char for char in text)


def is_odd(char: str) -> bool:
    """Whether `exact` escapes this character."""
    if char == "\n" or " " <= char <= "~":
        return False
    return not ("\u00c0" <= char <= "\u00ff" and char not in "×÷")


def odd_names(text: str) -> list[str]:
    """`U+202E RIGHT-TO-LEFT OVERRIDE` for each odd character of a text, in order of appearance."""
    return [f"U+{ord(char):04X} {_name(char)}".rstrip() for char in dict.fromkeys(text) if is_odd(char)]


def long_gaps(line: str) -> Iterator[tuple[str, bool]]:
    """A line in pieces, with what stands for a long run of spaces marked: such a run hides what follows it."""
    place = 0
    for match in _LONG_GAP.finditer(line):
        if match.start() > 0:
            yield line[place : match.start()], False
            yield f"[{match.end() - match.start()} spaces]", True
            place = match.end()
    yield line[place:], False


def one_line(text: str, width: int = 100) -> str:
    """`text` on one line of at most `width` characters."""
    flat = safe(" ".join(text.split()))
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def answer_text(answer: JsonValue) -> str:
    """An answer for people: text as it is, a list line by line, everything else as JSON."""
    if answer is None:
        return ""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, list) and all(isinstance(item, str | int | float) for item in answer):
        return "\n".join(str(item) for item in answer)
    return json.dumps(answer, indent=2, ensure_ascii=False)


def tolerate_encoding() -> None:
    """Let output that is not UTF-8 show what it cannot encode as ASCII look-alikes or escapes, instead of failing."""
    codecs.register_error("agent-runtime", _stand_in)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="agent-runtime")
        elif reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    failed = error.object[error.start : error.end].translate(_ASCII)
    return "".join(char if char.isascii() else _escape(char) for char in failed), error.end


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    marks, based = 0, False
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me", "Mc"):
            marks += 1
            yield char, not based or marks > MAX_MARKS or char in _BLANK
        else:
            marks, based = 0, not char.isspace()
            yield char, char not in _KEPT and _dangerous(char)


def _dangerous(char: str) -> bool:
    # Cc: control; Cf: bidirectional marks and other invisible formatting; Zl, Zp: line and paragraph separators;
    # Cs, Co, Cn: what no terminal can show.
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn") or char in _BLANK


def _name(char: str) -> str:
    return unicodedata.name(char, "") or _NAMES.get(ord(char), "control character")


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

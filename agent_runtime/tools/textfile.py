"""Text files as lines, with what must survive an edit: encoding, BOM, line endings."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from agent_runtime.errors import EditFailed, Unsupported

MAX_EDIT_BYTES = 2_000_000
"""Larger files are not edited through the model."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's lines, each with its own line ending; joining them gives the text back exactly."""

    lines: tuple[str, ...]
    encoding: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    """The ending most lines have."""

    @property
    def ends_with_newline(self) -> bool:
        return not self.lines or self.lines[-1].endswith(("\n", "\r"))

    def encode(self, lines: list[str]) -> bytes:
        """Other lines as the bytes of this file.

        Raises:
            EditFailed: a character does not exist in the file's encoding.
        """
        text = "".join(lines)
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            bad = text[error.start]
            raise EditFailed(
                f"The character {bad!r} cannot be written in this file's encoding, {self.encoding}.",
                recovery="Use plain ASCII characters in this file.",
            ) from error


def split_lines(text: str) -> list[str]:
    r"""Split after `\n` only (or after `\r` where there is no `\n`), keeping the endings: `str.splitlines`
    also splits at form feeds and Unicode separators, which are content."""
    end = "\n" if "\n" in text or "\r" not in text else "\r"
    parts = text.split(end)
    lines = [part + end for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def decode(data: bytes, name: str) -> TextFile:
    """Read a file's bytes as text.

    Raises:
        Unsupported: binary, or larger than `MAX_EDIT_BYTES`.
    """
    if len(data) > MAX_EDIT_BYTES:
        raise Unsupported(
            f"{name} has {len(data)} bytes; files over {MAX_EDIT_BYTES} are not edited.",
            recovery="Edit it with a command instead.",
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data[len(bom) :], encoding)
            if text is None or bom + text.encode(encoding) != data:
                raise _binary(name)
            return _text_file(text, encoding, bom)
    if b"\0" in data:
        raise _binary(name)
    text = _strict(data, "utf-8")
    if text is not None:
        return _text_file(text, "utf-8", b"")
    text = data.decode("latin-1")
    high = sum(byte >= 0x80 for byte in data)
    # An old single-byte text has few high bytes and no control characters; anything else is no text.
    if _CONTROL.search(text) or high > len(data) * 0.3:
        raise _binary(name)
    return _text_file(text, "latin-1", b"")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _binary(name: str) -> Unsupported:
    return Unsupported(f"{name} is a binary file.", recovery="Only text files can be edited.")


def _text_file(text: str, encoding: str, bom: bytes) -> TextFile:
    lines = split_lines(text)
    crlf = sum(line.endswith("\r\n") for line in lines)
    lf = sum(line.endswith("\n") for line in lines) - crlf
    if not crlf and not lf and "\r" in text:
        newline = "\r"
    else:
        newline = "\r\n" if crlf > lf else "\n"
    return TextFile(tuple(lines), encoding, bom, newline)

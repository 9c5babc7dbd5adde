"""Reading files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, BinaryIO

from pydantic import Field

from agent_runtime.errors import InvalidArguments, NotFound, Unsupported
from agent_runtime.governance.validation import check_line_range, compile_regex, search_with_timeout
from agent_runtime.tools.base import GatedTool
from agent_runtime.types import Effect, JsonValue

MAX_FILE_BYTES = 10 << 20
ARTIFACT = "artifact:"
"""Before the name of a long output that this run kept."""
_ARTIFACT_NAME = re.compile(r"artifacts/[0-9a-f]{16}\.\w+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, path: str) -> tuple[str, str]:
    """Text and encoding of a file: by its mark, else UTF-8, else Latin-1 when it looks like text.

    Raises:
        Unsupported: it is binary.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    if b"\0" in data[:65536]:
        raise Unsupported(f"{path!r} is a binary file ({len(data)} bytes).", recovery="Only text files can be read.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


class ReadFile(GatedTool):
    """Read a text file, whole or lines start..end (from 1) -> {"text": numbered lines, "lines"}.

    `numbers=False` gives the bare text.
    """

    name = "read_file"
    effect = Effect.READ
    path_arguments = ("path",)
    rests_on_files = True

    def validate(self, arguments: Mapping[str, Any]) -> None:
        if not str(arguments["path"]).startswith(ARTIFACT):
            super().validate(arguments)

    def forward(
        self,
        path: Annotated[str, Field(min_length=1)],
        start: Annotated[int | None, Field(ge=1, description="first line")] = None,
        end: Annotated[int | None, Field(ge=1, description="last line")] = None,
        numbers: Annotated[bool, Field(description="put line numbers before the lines")] = True,
    ) -> JsonValue:
        lines, encoding = read_lines(self, path)
        first, last = start or 1, min(end or len(lines), len(lines))
        if lines and first > len(lines):
            raise InvalidArguments(
                f"{path!r} has {len(lines)} lines, but start is {first}.", recovery=f"Use start <= {len(lines)}."
            )
        if start is not None or end is not None:
            check_line_range(first, end or len(lines), self.context.settings.validation_max_line_range)
        chosen = lines[first - 1 : last]
        result: dict[str, JsonValue] = {
            "path": path,
            "lines": len(lines),
            "text": numbered(chosen, first) if numbers else "\n".join(chosen),
        }
        if (first, last) != (1, len(lines)):
            result["start"], result["end"] = first, last
        if encoding != "utf-8":
            result["encoding"] = encoding
        if not lines:
            result["note"] = "The file is empty."
        return result


class ReadFileSnippet(GatedTool):
    """Places in one file that match, with lines around -> {"snippets": [{"start", "end", "text"}]}."""

    name = "read_file_snippet"
    effect = Effect.READ
    path_arguments = ("path",)
    rests_on_files = True

    def forward(
        self,
        path: Annotated[str, Field(min_length=1)],
        pattern: Annotated[str, Field(min_length=1, description="regular expression")],
        around: Annotated[int, Field(ge=0, le=200, description="lines before and after")] = 8,
        limit: Annotated[int, Field(ge=1, le=100, description="most places to show")] = 5,
    ) -> JsonValue:
        lines, _ = read_lines(self, path)
        hits = _hits(pattern, lines)
        if not hits:
            return {
                "path": path,
                "snippets": [],
                "count": 0,
                "note": f"Nothing in {path!r} matches. rg_search({pattern!r}) searches all files.",
            }
        snippets: list[JsonValue] = []
        for low, high in _merge(hits[:limit], around, len(lines)):
            snippets.append({"start": low, "end": high, "text": numbered(lines[low - 1 : high], low)})
        return {"path": path, "snippets": snippets, "count": len(hits)}


def read_lines(tool: GatedTool, path: str) -> tuple[list[str], str]:
    """The lines of a workspace file and its encoding; the read is noted for later edits.

    Raises:
        PathRefused, NotFound, Unsupported
    """
    with _open(tool, path) as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise Unsupported(
            f"{path!r} is larger than {MAX_FILE_BYTES >> 20} MB.",
            recovery="rg_search(pattern, path=...) finds lines in it.",
        )
    if not path.startswith(ARTIFACT):
        tool.context.reads.note(tool.context.paths.relative(tool.context.paths.resolve(path, "read")), data)
    text, encoding = decode(data, path)
    return text.splitlines(), encoding


def _open(tool: GatedTool, path: str) -> BinaryIO:
    if not path.startswith(ARTIFACT):
        return tool.context.paths.open_read(path)
    name = path.removeprefix(ARTIFACT)
    if not _ARTIFACT_NAME.fullmatch(name) or not (tool.context.run_dir / name).is_file():
        raise NotFound(
            f"There is no artifact {name!r} in this run.", recovery="Take the name from the result it is in."
        )
    return (tool.context.run_dir / name).open("rb")


def numbered(lines: Sequence[str], first: int) -> str:
    """`12: text` lines."""
    return "\n".join(f"{number}: {line}" for number, line in enumerate(lines, first))


def _hits(pattern: str, lines: Sequence[str]) -> list[int]:
    """Numbers of the lines in which a match begins."""
    compiled, text = compile_regex(pattern), "\n".join(lines)
    hits: list[int] = []
    position, line = 0, 1
    while position <= len(text) and (match := search_with_timeout(compiled, text, start=position)) is not None:
        line += text.count("\n", position, match.start())
        hits.append(line)
        newline = text.find("\n", match.start())
        if newline < 0:
            break
        position, line = newline + 1, line + 1
    return hits


def _merge(hits: Sequence[int], around: int, total: int) -> list[tuple[int, int]]:
    """Line ranges around the hits (from 1), overlapping ones joined."""
    ranges: list[tuple[int, int]] = []
    for hit in hits:
        low, high = max(1, hit - around), min(total, hit + around)
        if ranges and low <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], high)
        else:
            ranges.append((low, high))
    return ranges

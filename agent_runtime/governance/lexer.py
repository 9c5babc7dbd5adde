"""Where shell words begin and end, as bash splits them (Bash manual, 3.1.2).

The spans found here are compared with those of tree-sitter-bash: where the two disagree, nothing is allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_META = frozenset("|&;()<> \t\n")
SECRET_VARIABLE = re.compile(r"SECRET|TOKEN|PASSW|API_?KEY|ACCESS_?KEY|PRIVATE|CREDENTIAL|_PAT$|_PWD$", re.IGNORECASE)
"""Names of variables in which people keep credentials."""


class Puzzling(Exception):
    """The text is beyond what this reader understands; the caller asks."""


@dataclass(frozen=True, slots=True)
class Span:
    """A raw word: its place and the simple command it belongs to."""

    start: int
    end: int
    command: int


class Lexer:
    """Splits text into raw words as bash does, into substitutions too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self._command = 0
        self._count = 0
        self._heredocs: list[tuple[str, bool, bool]] = []

    def run(self) -> list[Span]:
        """All words.

        Raises:
            Puzzling: a quote or bracket stays open, or a construct is not known.
        """
        end = self._list(0, None)
        if end != len(self.text) or self._heredocs:
            raise Puzzling("unbalanced text")
        return self.spans

    def _begin(self) -> None:
        self._count += 1
        self._command = self._count

    def _list(self, i: int, stop: str | None) -> int:
        text, size = self.text, len(self.text)
        self._begin()
        depth = 0
        while i < size:
            char = text[i]
            if char == stop and depth == 0:
                self._begin()
                return i
            if char in " \t":
                i += 1
            elif char == "\\" and text.startswith("\\\n", i):
                i += 2
            elif char == "\n":
                self._begin()
                i = self._bodies(i + 1)
            elif char == "#":
                while i < size and text[i] != "\n":
                    i += 1
            elif char in "<>" and text[i + 1 : i + 2] == "(":
                i = self._word(i)
            elif char in "<>":
                i = self._redirect(i)
            elif char in "|&;()":
                if text.startswith("&>", i):
                    i += 3 if text.startswith("&>>", i) else 2
                    continue
                if text.startswith("((", i):
                    raise Puzzling("arithmetic command")
                depth += (char == "(") - (char == ")")
                if depth < 0:
                    raise Puzzling("unbalanced bracket")
                self._begin()
                i += 1
            else:
                i = self._word(i)
        if stop is not None or depth:
            raise Puzzling("unbalanced bracket")
        return i

    def _redirect(self, i: int) -> int:
        text = self.text
        if text.startswith("<<<", i):
            return i + 3
        if text.startswith("<<", i):
            dash = text.startswith("<<-", i)
            i += 3 if dash else 2
            while i < len(text) and text[i] in " \t":
                i += 1
            end = self._skip_word(i)
            raw = text[i:end]
            if not raw or "$" in raw or "`" in raw:
                raise Puzzling("here-document")
            delimiter = re.sub(r"[\\'\"]", "", raw)
            self._heredocs.append((delimiter, dash, raw != delimiter))
            return end
        for operator in (">>", ">&", ">|", "<&", "<>"):
            if text.startswith(operator, i):
                return i + 2
        return i + 1

    def _bodies(self, i: int) -> int:
        pending, self._heredocs = self._heredocs, []
        for delimiter, dash, quoted in pending:
            while True:
                if i >= len(self.text):
                    raise Puzzling("here-document without end")
                end = self.text.find("\n", i)
                end = len(self.text) if end < 0 else end
                line = self.text[i:end]
                if (line.lstrip("\t") if dash else line) == delimiter:
                    i = min(end + 1, len(self.text))
                    break
                if not quoted and any(map(SECRET_VARIABLE.search, re.findall(r"\$(\w+)", line))):
                    raise Puzzling("a variable in a here-document may hold a secret")
                if not quoted and ("`" in line or "$(" in line or "${" in line):
                    raise Puzzling("substitution in a here-document")
                i = end + 1
        return i

    def _skip_word(self, i: int) -> int:
        saved, command = self.spans, self._command
        self.spans = []
        end = self._word(i)
        self.spans, self._command = saved, command
        return end

    def _word(self, i: int) -> int:
        start, command = i, self._command
        text, size = self.text, len(self.text)
        while i < size:
            char = text[i]
            if char in "<>" and i == start and text[i + 1 : i + 2] == "(":
                i = self._list(i + 2, ")") + 1
                self._command = command
            elif char in _META:
                break
            else:
                i = self._piece(i, quoted=False)
        raw = text[start:i]
        following = text[i : i + 1]
        if not (raw.isdigit() and following in ("<", ">") and following):
            self.spans.append(Span(start, i, command))
        return i

    def _piece(self, i: int, *, quoted: bool) -> int:
        text = self.text
        char = text[i]
        if char == "\\":
            return min(i + 2, len(text))
        if char == "'" and not quoted:
            return self._find("'", i + 1)
        if char == '"' and not quoted:
            return self._double(i + 1)
        if char == "`":
            raise Puzzling("backquotes")
        if char == "$":
            return self._dollar(i, quoted=quoted)
        return i + 1

    def _dollar(self, i: int, *, quoted: bool) -> int:
        text = self.text
        following = text[i + 1 : i + 2]
        if text.startswith("$((", i):
            end = text.find("))", i)
            if end < 0 or any(c in text[i + 3 : end] for c in "`$[("):
                raise Puzzling("arithmetic")
            return end + 2
        if following == "(":
            command = self._command
            end = self._list(i + 2, ")")
            self._command = command
            return end + 1
        if following == "{":
            end = i + 2
            while end < len(text) and text[end] != "}":
                end = self._piece(end, quoted=quoted)
            if end >= len(text):
                raise Puzzling("open brace")
            return end + 1
        if following == "'" and not quoted:
            end = i + 2
            while end < len(text) and text[end] != "'":
                end += 2 if text[end] == "\\" else 1
            if end >= len(text):
                raise Puzzling("open quote")
            return end + 1
        if following == '"' and not quoted:
            return self._double(i + 2)
        if following == "[":
            raise Puzzling("old arithmetic")
        return i + 1

    def _double(self, i: int) -> int:
        while i < len(self.text):
            if self.text[i] == '"':
                return i + 1
            i = self._piece(i, quoted=True)
        raise Puzzling("open quote")

    def _find(self, char: str, i: int) -> int:
        end = self.text.find(char, i)
        if end < 0:
            raise Puzzling("open quote")
        return end + 1

"""What bash makes of one raw word: quotes, braces, variables (Bash manual, 3.5)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent_runtime.governance.lexer import SECRET_VARIABLE, Lexer, Puzzling

UNKNOWN = "\0"
"""Stands in a word for text that is known only when the command runs. Control characters never reach a word."""
LISTED = "\1"
"""Stands for the name of a file that a trusted lister (`git ls-files`, `find .`) found inside the workspace."""

MAX_WORDS = 64
_ANSI = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONSTANT = re.compile(r"(?<![\w$#])(0[xX][0-9a-fA-F]+|([2-9]|[1-5]\d|6[0-4])#[0-9A-Za-z]+)(?![\w@#\[])")
_SAFE_EXPANSION = re.compile(r"#?[A-Za-z_][A-Za-z0-9_]*(:?[-+].*|[%#/^,].*|:\d+(:\d+)?)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """One word after expansion. `text` may hold `UNKNOWN` and `LISTED`."""

    text: str
    glob: bool = False
    """Has unquoted `*`, `?` or `[`."""
    splits: bool = False
    """Holds an unquoted unknown value: bash may make several words of it, or none."""

    @property
    def known(self) -> bool:
        return UNKNOWN not in self.text and LISTED not in self.text


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a word before splitting."""

    text: str
    quoted: bool
    splits: bool = False
    glob: bool = False


def decode(
    raw: str, variables: Mapping[str, Word], substitution: Callable[[str], str], home: str, *, tilde: bool = True
) -> list[Word]:
    """The words that bash makes of one raw word: quotes removed, braces and `~` expanded, known variables filled in.

    Raises:
        Puzzling: an expansion that can run code or assign, or too many words.
    """
    pieces = _Decoder(raw, variables, substitution).run()
    if tilde and pieces and not pieces[0].quoted and pieces[0].text.startswith("~"):
        head, slash, rest = pieces[0].text.partition("/")
        value = home if head == "~" else UNKNOWN
        pieces[0] = Piece(value + slash + rest, quoted=False)
    return [_join(alternative) for alternative in _braces(pieces)]


def _join(pieces: list[Piece]) -> Word:
    glob = any(p.glob or (not p.quoted and any(c in p.text for c in "*?[")) for p in pieces)
    return Word("".join(p.text for p in pieces), glob, any(p.splits for p in pieces))


class _Decoder:
    def __init__(self, raw: str, variables: Mapping[str, Word], substitution: Callable[[str], str]) -> None:
        self.raw, self.variables, self.substitution = raw, variables, substitution
        self.out: list[Piece] = []

    def run(self) -> list[Piece]:
        raw, i = self.raw, 0
        if raw[:2] in ("<(", ">("):
            return [Piece("/dev/fd/63" if raw[0] == "<" else UNKNOWN, quoted=True)]
        while i < len(raw):
            char = raw[i]
            if char == "\\":
                if raw[i + 1 : i + 2] != "\n":
                    self.out.append(Piece(raw[i + 1 : i + 2] or "\\", quoted=True))
                i += 2
            elif char == "'":
                end = raw.index("'", i + 1)
                self.out.append(Piece(raw[i + 1 : end], quoted=True))
                i = end + 1
            elif char == '"':
                i = self._double(i + 1)
            elif raw.startswith("$'", i):
                i = self._ansi(i + 2)
            elif raw.startswith('$"', i):
                i = self._double(i + 2)
            elif char == "$":
                i = self._dollar(i, quoted=False)
            else:
                end = i
                while end < len(raw) and raw[end] not in "\\'\"$`":
                    end += 1
                self.out.append(Piece(raw[i : max(end, i + 1)], quoted=False))
                i = max(end, i + 1)
        return self.out

    def _double(self, i: int) -> int:
        raw = self.raw
        self.out.append(Piece("", quoted=True))
        while i < len(raw) and raw[i] != '"':
            if raw[i] == "\\" and raw[i + 1 : i + 2] in ("$", "`", '"', "\\"):
                self.out.append(Piece(raw[i + 1], quoted=True))
                i += 2
            elif raw.startswith("\\\n", i):
                i += 2
            elif raw[i] == "$":
                i = self._dollar(i, quoted=True)
            else:
                self.out.append(Piece(raw[i], quoted=True))
                i += 1
        return i + 1

    def _ansi(self, i: int) -> int:
        raw, out = self.raw, []
        while i < len(raw) and raw[i] != "'":
            if raw[i] != "\\":
                out.append(raw[i])
                i += 1
                continue
            rest = raw[i + 1 :]
            if match := re.match(r"x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})", rest):
                code = int(next(g for g in match.groups() if g), 16)
            elif match := re.match(r"([0-7]{1,3})", rest):
                code = int(match[1], 8) & 255
            elif rest[:1] == "c":
                raise Puzzling("control character")
            else:
                out.append(_ANSI.get(rest[:1], rest[:1] if rest[:1] in "\\'\"?" else "\\" + rest[:1]))
                i += 2
                continue
            if code < 32 or code > 126:
                raise Puzzling("odd character in $'...'")
            out.append(chr(code))
            i += 1 + match.end()
        self.out.append(Piece("".join(out), quoted=True))
        return i + 1

    def _dollar(self, i: int, *, quoted: bool) -> int:
        raw = self.raw
        end = Lexer(raw)._dollar(i, quoted=quoted)
        if raw.startswith("$((", i):
            if re.search(r"[A-Za-z_\[]", _CONSTANT.sub("0", raw[i + 3 : end - 2])):
                raise Puzzling("a variable in arithmetic can run code")
            self.out.append(Piece("0", quoted=True))
            return end
        if raw.startswith("$(", i):
            self._value(self.substitution(raw[i + 2 : end - 1]), quoted=quoted)
            return end
        if raw.startswith("${", i):
            body = raw[i + 2 : end - 1]
            if re.fullmatch(r"PIPESTATUS\[[\d@*]\]", body):
                self.out.append(Piece("0", quoted=True))
                return end
            if not _SAFE_EXPANSION.fullmatch(body):
                raise Puzzling(f"expansion ${{{body}}}")
            if body[0] == "#":
                self.out.append(Piece("0", quoted=True))
            elif _NAME.fullmatch(body):
                self._variable(body, quoted=quoted)
            elif SECRET_VARIABLE.search(re.split(r"\W", body, maxsplit=1)[0]):
                raise Puzzling(f"${{{body}}} may hold a secret")
            else:
                self._value(UNKNOWN, quoted=quoted)
            return end
        if match := _NAME.match(raw, i + 1):
            self._variable(match[0], quoted=quoted)
            return match.end()
        if raw[i + 1 : i + 2] in ("?", "#", "$", "!"):
            self.out.append(Piece("0", quoted=True))
            return i + 2
        if raw[i + 1 : i + 2] and raw[i + 1] in "@*-0123456789":
            self._value(UNKNOWN, quoted=quoted and raw[i + 1] != "@")
            return i + 2
        self.out.append(Piece("$", quoted=True))
        return i + 1

    def _variable(self, name: str, *, quoted: bool) -> None:
        word = self.variables.get(name)
        if word is None and SECRET_VARIABLE.search(name):
            raise Puzzling(f"${name} may hold a secret")
        if word is None:
            self._value(UNKNOWN, quoted=quoted)
            return
        unsure = not word.known or any(c in word.text for c in " \t\n") or word.text == ""
        self.out.append(Piece(word.text, quoted=True, splits=not quoted and unsure, glob=word.glob))

    def _value(self, text: str, *, quoted: bool) -> None:
        self.out.append(
            Piece(text, quoted=True, splits=not quoted and (UNKNOWN in text or LISTED in text or " " in text))
        )


def _braces(pieces: list[Piece]) -> list[list[Piece]]:
    """Brace expansion over unquoted characters."""
    chars: list[tuple[str, Piece]] = []
    for piece in pieces:
        if piece.quoted or not piece.text:
            chars.append(("", piece))
        else:
            chars.extend((c, Piece(c, quoted=False, splits=piece.splits)) for c in piece.text)
    results = _expand(chars)
    return [[piece for _, piece in result] for result in results]


def _expand(chars: list[tuple[str, Piece]]) -> list[list[tuple[str, Piece]]]:
    for start, (char, _) in enumerate(chars):
        if char != "{":
            continue
        depth, commas = 0, []
        for i in range(start, len(chars)):
            c = chars[i][0]
            depth += (c == "{") - (c == "}")
            if c == "," and depth == 1:
                commas.append(i)
            if depth == 0 and i > start:
                inner = "".join(p.text for _, p in chars[start + 1 : i])
                if not commas and ".." not in inner:
                    break
                if not commas:
                    options = _range(inner)
                else:
                    bounds = [start, *commas, i]
                    options = [chars[a + 1 : b] for a, b in itertools.pairwise(bounds)]
                out = []
                for option in options:
                    out += [chars[:start] + tail for tail in _expand([*option, *chars[i + 1 :]])]
                    if len(out) > MAX_WORDS:
                        raise Puzzling("too many words from braces")
                return out
    return [chars]


def _range(inner: str) -> list[list[tuple[str, Piece]]]:
    match = re.fullmatch(r"(-?\d{1,6})\.\.(-?\d{1,6})", inner)
    if match:
        low, high = sorted((int(match[1]), int(match[2])))
        if high - low > 1000:
            raise Puzzling("too many words from braces")
        values = [str(low), str(high)]
    elif match := re.fullmatch(r"([a-zA-Z])\.\.([a-zA-Z])", inner):
        if match[1].islower() != match[2].islower():
            raise Puzzling("brace range")
        low, high = sorted((ord(match[1]), ord(match[2])))
        values = [chr(c) for c in range(low, high + 1)]
    else:
        raise Puzzling("brace range")
    return [[("", Piece(value, quoted=True))] for value in values]

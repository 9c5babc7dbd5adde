"""Reads words of a shell text: their places, their values, and whether two readers agree on them."""

from __future__ import annotations

import os.path
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from agent_runtime.governance.lexer import Lexer, Puzzling, Span
from agent_runtime.governance.script import Script, State
from agent_runtime.governance.secrets import may_match_secret
from agent_runtime.governance.words import LISTED, UNKNOWN, Word, decode

RESERVED = frozenset(
    "if then elif else fi for while until do done case esac in select function time { } ! [[ ]] coproc".split()
)
SUBSTITUTIONS = ("command_substitution", "process_substitution")
_REVISION = re.compile(
    r"git (merge-base [\w./ -]+|rev-parse( --short)?( HEAD[~^\d]*)|log -1 --format=['\"]?%[hH]['\"]?"
    r"|describe( --tags| --always| --abbrev=\d+)*|branch --show-current|rev-parse --abbrev-ref HEAD)"
)
"""Commands that print one name of a revision, which git lets begin with no dash."""
_PATHSPECS = r"( -- | )?(['\"]?[\w*][\w*./-]*['\"]?( |$))*"
_LISTING = re.compile(
    r"(find [\w./]+( -(type [fd]|(max|min)depth \d+|not -path '[\w./*]+'))* -i?name (['\"])\*\.\w+\5"
    r"( -type f)?( -print)?"
    r"|git ls-files"
    + _PATHSPECS
    + r"|git diff(?=.* --name-only( |$))( --(name-only|cached|staged|relative|diff-filter=[A-Za-z]+))+"
    r"( [A-Za-z][\w./~^@]*)?" + _PATHSPECS + r"|rg -l [\w]+( [\w./]+)?)"
)
_FILTER = re.compile(r"grep (-E )?(['\"]?)\\?\.\(?[a-z|+]+\)?\$?\2|grep -v (['\"]?)[\w/]+\3|sort( -u)?|uniq")
"""Filters that leave out lines and add none."""


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def lists_names(text: str) -> bool:
    """Whether a pipeline prints nothing but names of files in the workspace, one a line, none a secret's."""
    lister, *filters = (part.strip() for part in text.split(" | "))
    return (
        bool(_LISTING.fullmatch(lister))
        and all(_FILTER.fullmatch(each) and not may_match_secret(each.split()[-1].strip("$'\"\\")) for each in filters)
        and not any(may_match_secret(each.strip("'\""), hidden=True) for each in lister.split())
    )


class Reading:
    """One text and what was found out about it; `visit` walks its structure."""

    def __init__(self, text: str, home: str, script: Script) -> None:
        self.text, self.home, self.script = text, home, script
        self.data = text.encode()
        self.ascii = len(self.data) == len(text)
        self.spans: dict[tuple[int, int], Span] = {}
        self.claimed: dict[tuple[int, int], int] = {}
        self.free: list[tuple[int, int]] = []
        self.serial = 0

    def run(self, state: State) -> None:
        root = _parser().parse(self.data).root_node
        lexed = True
        try:
            spans = Lexer(self.text).run()
        except (Puzzling, RecursionError, ValueError, IndexError) as error:
            self.doubt(f"cannot be read for certain ({error})")
            spans, lexed = [], False
        self.spans = {(s.start, s.end): s for s in spans}
        if root.has_error:
            self.doubt("cannot be parsed")
        try:
            self.visit(root, state)
        except RecursionError:
            self.doubt("nested too deeply")
        if lexed:
            self.compare()

    def doubt(self, reason: str) -> None:
        if reason not in self.script.doubts:
            self.script.doubts.append(reason)

    def compare(self) -> None:
        """Both readers must have seen the same words in the same commands."""
        owners: dict[int, int] = {}
        for place, serial in self.claimed.items():
            span = self.spans.get(place)
            if span is None:
                self.doubt("two readings of the command disagree")
                return
            if serial and owners.setdefault(span.command, serial) != serial:
                self.doubt("two readings of the command disagree")
                return
        starts: dict[int, int] = {}
        for place, serial in self.claimed.items():
            if serial and starts.setdefault(serial, self.spans[place].command) != self.spans[place].command:
                self.doubt("two readings of the command disagree")
                return
        for place in self.spans:
            if place in self.claimed or self.text[place[0] : place[1]] in RESERVED:
                continue
            if not any(start <= place[0] and place[1] <= end for start, end in self.free):
                self.doubt("two readings of the command disagree")
                return

    def place(self, node: Node) -> tuple[int, int]:
        if self.ascii:
            return node.start_byte, node.end_byte
        return len(self.data[: node.start_byte].decode("utf-8", "replace")), len(
            self.data[: node.end_byte].decode("utf-8", "replace")
        )

    def raw(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def words(self, node: Node, state: State, serial: int) -> list[Word]:
        self.claimed[self.place(node)] = serial
        self.substitutions(node, state)
        return self.decoded(self.raw(node), state)

    def decoded(self, raw: str, state: State) -> list[Word]:
        """What bash makes of one raw word; a doubt when that is not certain."""
        try:
            return decode(raw, state.variables, lambda inner: self.value(inner, state), self.home)
        except (Puzzling, ValueError, IndexError) as error:
            self.doubt(f"{raw[:40]!r}: {error}")
            return [Word(UNKNOWN, splits=True)]

    def value(self, inner: str, state: State) -> str:
        """What a substitution prints, where that is certain enough to judge by."""
        inner = inner.strip()
        if inner == "pwd" and len(state.cwds) == 1:
            return next(iter(state.cwds))
        if (
            inner in ("git rev-parse --show-toplevel", "git rev-parse --show-toplevel 2>/dev/null")
            and len(state.cwds) == 1
        ):
            for folder in (here := Path(next(iter(state.cwds))), *here.parents):
                if (folder / ".git").exists():
                    return str(folder)
        plain = inner.removesuffix("2>/dev/null").strip()
        if _REVISION.fullmatch(plain):
            return "HEAD"
        if (named := re.fullmatch(r"(realpath|dirname|basename) ([\w/][\w./-]*)", plain)) and len(state.cwds) == 1:
            place = os.path.realpath(os.path.join(next(iter(state.cwds)), named[2]))  # noqa: PTH118
            return {
                "realpath": place,
                "dirname": str(Path(named[2]).parent),
                "basename": place.rsplit("/", 1)[-1],
            }[named[1]]
        if self.listed(f"$({inner})").text == LISTED:
            return LISTED
        if re.fullmatch(r"nproc|seq( \d{1,5}){1,3}|date \+%[sYmd]|(wc -l|grep -c \w+) *< *[\w./-]+", inner):
            return "0"
        return UNKNOWN

    def substitutions(self, node: Node, state: State) -> None:
        """Visit every command inside a word's substitutions."""
        if node.type in SUBSTITUTIONS:
            if node.children[0].type == ">(":
                self.doubt("output into a process substitution")
            for inner in node.named_children:
                self.visit(inner, state.copy())
            return
        for child in node.children:
            self.substitutions(child, state)

    def listed(self, raw: str) -> Word:
        """`$(git ls-files ...)` and its like name files inside the workspace."""
        if raw.startswith("$(") and raw.endswith(")") and lists_names(raw[2:-1].strip()):
            return Word(LISTED)
        return Word(UNKNOWN, splits=True)

    @staticmethod
    def safe_name(name: str) -> bool:
        """Shell variables that no program takes for a setting."""
        if re.fullmatch(r"[a-z][a-z0-9_]*", name):
            return not name.endswith("_proxy") and not name.startswith(("npm_", "pip_", "cargo_"))
        return bool(re.fullmatch(r"[A-Z]|ROOT|DIR|FILE|FILES|NAME|SRC|PATTERN|COUNT|REPO|BRANCH|BASE", name))

    def assignment(self, node: Node, state: State, serial: int) -> tuple[str, Word]:
        self.claimed[self.place(node)] = serial
        name_node = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name_node is None or name_node.type != "variable_name" or "+=" in self.raw(node)[:64].split('"')[0]:
            self.substitutions(node, state)
            self.doubt("an assignment to part of a variable")
            return "", Word(UNKNOWN)
        name = self.raw(name_node)
        if value is None:
            return name, Word("")
        if value.type == "array":
            self.doubt("an array")
            self.free.append(self.place(node))
        self.substitutions(node, state)
        try:
            words = decode(
                self.raw(node)[len(name) + 1 :], state.variables, lambda inner: self.value(inner, state), self.home
            )
        except (Puzzling, ValueError, IndexError) as error:
            self.doubt(str(error))
            return name, Word(UNKNOWN)
        return name, replace(words[0], splits=False) if len(words) == 1 else Word(UNKNOWN)

    def visit(self, node: Node, state: State) -> None:
        """Take in one node of the structure."""
        raise NotImplementedError

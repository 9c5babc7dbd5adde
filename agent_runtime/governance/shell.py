"""Shell text -> the simple commands it would run, with their words, redirections and possible directories.

The structure comes from tree-sitter-bash by an allowlist of node kinds; the words come from `words`. The two must
agree on every word and on which words form a command. Any doubt is kept in `Script.doubts`, and such a script is
never allowed by itself.
"""

from __future__ import annotations

import os.path
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from agent_runtime.governance.secrets import may_match_secret
from agent_runtime.governance.words import LISTED, UNKNOWN, Lexer, Puzzling, Span, Word, decode

MAX_CHARS = 20_000
MAX_COMMANDS = 256
RESERVED = frozenset(
    [
        "if",
        "then",
        "elif",
        "else",
        "fi",
        "for",
        "while",
        "until",
        "do",
        "done",
        "case",
        "esac",
        "in",
        "select",
        "function",
        "time",
        "{",
        "}",
        "!",
        "[[",
        "]]",
        "coproc",
    ]
)
GROUPS = frozenset(
    [
        "program",
        "list",
        "pipeline",
        "redirected_statement",
        "subshell",
        "compound_statement",
        "negated_command",
        "do_group",
        "if_statement",
        "elif_clause",
        "else_clause",
        "while_statement",
        "for_statement",
        "case_statement",
        "case_item",
        "variable_assignments",
    ]
)
LEAVES = frozenset({"comment", "heredoc_body", "heredoc_start", "heredoc_end", "heredoc_content"})
_SUBSTITUTIONS = ("command_substitution", "process_substitution")
_REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")


_COMPARISON = re.compile(r"\s-(?:eq|ne|lt|gt|le|ge)\s")
_INTEGER = r"(?:-?\d+|\$[#?]|\$\{#\w+\}|\"\$[#?]\")"
_PLAIN_COMPARISON = re.compile(rf"(?<=\s){_INTEGER}\s+-(?:eq|ne|lt|gt|le|ge)\s+{_INTEGER}(?=\s)")
"""`[[` evaluates both sides of a comparison as arithmetic, quoted or not: an array's subscript runs code."""
_LISTING = re.compile(
    r"find [\w./]+( -(type [fd]|(max|min)depth \d+|not -path '[\w./*]+'))* -i?name (['\"])\*\.\w+\4"
    r"( -type f)?( -print)?"
    r"|git ls-files( ['\"]?[\w*][\w*./-]*['\"]?)?|rg -l [\w]+( [\w./]+)?"
)
"""Commands that print nothing but names of files in the workspace, one a line."""
_REVISION = re.compile(
    r"git (merge-base [\w./ -]+|rev-parse( --short)?( HEAD[~^\d]*)|log -1 --format=['\"]?%[hH]['\"]?"
    r"|describe( --tags| --always| --abbrev=\d+)*|branch --show-current|rev-parse --abbrev-ref HEAD)"
)
"""Commands that print one name of a revision, which git lets begin with no dash."""
_FILE_TEST = re.compile(r"\s-[a-hkprsuwxLOSGN]\s+([^\s\]()&|;]+)")
_ENDLESS = re.compile(r"(while|until)\s+(true|:|false|\[+ *1? *\]+|/bin/true)\s*;?\s*do\b")


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirection; `target` is empty for a duplicated descriptor."""

    operator: str
    target: Word
    cwds: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command."""

    words: tuple[Word, ...]
    assignments: tuple[tuple[str, Word], ...]
    cwds: frozenset[str]
    """Where it may run; `UNKNOWN` when `cd` went somewhere that is not known."""
    text: str
    nested: tuple[Command, ...] = ()
    """Commands in its substitutions."""
    has_stdin: bool = False


@dataclass(slots=True)
class Script:
    """Everything that a text would run."""

    commands: list[Command] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    pipelines: list[list[list[Command]]] = field(default_factory=list)
    """Per pipeline, per stage, its commands."""
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    cwds: frozenset[str]
    variables: dict[str, Word]
    names_on_input: bool = False
    """Standard input holds names of files inside the workspace."""

    def copy(self) -> _State:
        return _State(self.cwds, dict(self.variables), self.names_on_input)

    def merge(self, other: _State) -> None:
        self.cwds = self.cwds | other.cwds
        for name in {*self.variables, *other.variables}:
            if self.variables.get(name) != other.variables.get(name):
                self.variables[name] = Word(UNKNOWN)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def odd_characters(text: str) -> list[str]:
    """Control, zero-width and bidirectional characters, which can make a command look like another."""
    found = _ODD.findall(text)
    if not text.isascii():
        found += [
            c
            for c in text
            if unicodedata.category(c) in ("Cf", "Co", "Cs", "Cn", "Zl", "Zp") or (c.isspace() and c not in " \t\n")
        ]
    return sorted(set(found))


def parse(text: str, cwd: str, home: str, *, variables: dict[str, Word] | None = None) -> Script:
    """Read a shell text that is started in `cwd`. Never raises: what is not understood becomes a doubt."""
    script = Script()
    if len(text) > MAX_CHARS:
        script.doubts.append(f"the command is longer than {MAX_CHARS} characters")
        return script
    if odd := odd_characters(text):
        script.doubts.append("odd character " + ", ".join(f"U+{ord(c):04X}" for c in odd))
        text = "".join(" " if c in odd else c for c in text)
    text = text.encode("utf-8", "replace").decode("utf-8").strip()
    known = {"HOME": Word(home), "PWD": Word(cwd), **(variables or {})}
    _Reader(text, home, script).run(_State(frozenset({cwd}), known))
    return script


def simple_argv(command: str, cwd: Path) -> tuple[str, ...]:
    """The decoded words of a text that is exactly one simple command; `()` when it is anything more or less certain.

    Nothing but words: no redirection, substitution, assignment, pattern, unknown value, group, loop or doubt.
    """
    script = parse(command, str(cwd), str(Path.home()))
    if script.doubts or script.redirects or len(script.commands) != 1:
        return ()
    only = script.commands[0]
    plain = not (only.assignments or only.nested or only.has_stdin) and only.text == command.strip()
    if not plain or not all(w.known and not w.glob and not w.splits for w in only.words):
        return ()
    return tuple(w.text for w in only.words)


class _Reader:
    def __init__(self, text: str, home: str, script: Script) -> None:
        self.text, self.home, self.script = text, home, script
        self.data = text.encode()
        self.ascii = len(self.data) == len(text)
        self.spans: dict[tuple[int, int], Span] = {}
        self.claimed: dict[tuple[int, int], int] = {}
        self.free: list[tuple[int, int]] = []
        self.serial = 0

    def run(self, state: _State) -> None:
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

    def words(self, node: Node, state: _State, serial: int) -> list[Word]:
        self.claimed[self.place(node)] = serial
        self.substitutions(node, state)
        return self.decoded(self.raw(node), state)

    def decoded(self, raw: str, state: _State) -> list[Word]:
        """What bash makes of one raw word; a doubt when that is not certain."""
        try:
            return decode(raw, state.variables, lambda inner: self.value(inner, state), self.home)
        except (Puzzling, ValueError, IndexError) as error:
            self.doubt(f"{raw[:40]!r}: {error}")
            return [Word(UNKNOWN, splits=True)]

    def value(self, inner: str, state: _State) -> str:
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

    def substitutions(self, node: Node, state: _State) -> None:
        """Visit every command inside a word's substitutions."""
        if node.type in _SUBSTITUTIONS:
            if node.children[0].type == ">(":
                self.doubt("output into a process substitution")
            for inner in node.named_children:
                self.visit(inner, state.copy())
            return
        for child in node.children:
            self.substitutions(child, state)

    def visit(self, node: Node, state: _State) -> None:
        kind = node.type
        if kind in LEAVES:
            return
        if len(self.script.commands) > MAX_COMMANDS:
            self.doubt("too many commands")
            return
        method = getattr(self, f"_{kind}", None)
        if (kind in ("command", "test_command") and method) or (
            method and kind in (*GROUPS, "declaration_command", "unset_command", "variable_assignment", *_REDIRECTS)
        ):
            method(node, state)
        elif kind in GROUPS:
            self._children(node, state)
        else:
            self.doubt(f"{kind.replace('_', ' ').lower()} is not judged")
            self.free.append(self.place(node))
            self._children(node, state)

    def _children(self, node: Node, state: _State) -> None:
        for child in node.children:
            if child.is_named:
                self.visit(child, state)
            elif child.type == "&":
                self.doubt("runs in the background")

    def _compound_statement(self, node: Node, state: _State) -> None:
        if node.children and node.children[0].type != "{":
            self.doubt("an arithmetic command can run code")
            self.free.append(self.place(node))
        self._children(node, state)

    def _subshell(self, node: Node, state: _State) -> None:
        self._children(node, state.copy())

    def _list(self, node: Node, state: _State) -> None:
        children = node.children
        self.visit(children[0], state)
        for operator, right in zip(children[1::2], children[2::2], strict=False):
            if operator.type == "&":
                self.doubt("runs in the background")
            before = state.copy()
            if operator.type == "||":
                self.visit(right, before)
                state.merge(before)
            else:
                self.visit(right, state)

    def _pipeline(self, node: Node, state: _State) -> None:
        stages = []
        first_text = self.raw(node.named_children[0])
        listing = bool(_LISTING.fullmatch(first_text)) and not any(
            may_match_secret(each.strip("'\"")) for each in first_text.split()
        )
        for i, child in enumerate(node.named_children):
            first = len(self.script.commands)
            own = state.copy()
            own.names_on_input = listing and i == 1
            self.visit(child, own)
            stages.append(self.script.commands[first:])
        self.script.pipelines.append(stages)

    def _if_statement(self, node: Node, state: _State) -> None:
        before = state.copy()
        for child in node.named_children:
            branch = before.copy()
            self.visit(child, branch)
            before.merge(branch)
        state.merge(before)

    _case_item = _if_statement

    def _case_statement(self, node: Node, state: _State) -> None:
        for child in node.named_children:
            if child.type == "case_item":
                for pattern in child.named_children:
                    if pattern.type in ("word", "extglob_pattern", "string", "raw_string", "concatenation", "number"):
                        self.free.append(self.place(pattern))
                        self.substitutions(pattern, state)
                    else:
                        branch = state.copy()
                        self.visit(pattern, branch)
                        state.merge(branch)
            else:
                self.words(child, state, 0)

    def _forget(self, node: Node, state: _State) -> None:
        """Variables and directories that a loop changes are not known from one turn to the next."""
        text = self.raw(node)
        for name in re.findall(r"\b([A-Za-z_]\w*)\+?=", text):
            state.variables[name] = Word(UNKNOWN)
        if re.search(r"\b(cd|pushd|popd)\b", text.replace("\\", "").replace("'", "").replace('"', "")):
            state.cwds = state.cwds | {UNKNOWN}

    def _while_statement(self, node: Node, state: _State) -> None:
        if _ENDLESS.match(self.raw(node)) and not re.search(r"\b(break|exit|return)\b", self.raw(node)):
            self.doubt("a loop without end")
        self._forget(node, state)
        after = state.copy()
        self._children(node, after)
        state.merge(after)

    def _for_statement(self, node: Node, state: _State) -> None:
        children = node.children
        if children[0].type != "for" or len(node.named_children) < 2:
            self.doubt("select is not judged")
        body = next((c for c in children if c.type == "do_group"), None)
        name = self.raw(node.named_children[0])
        self.claimed[self.place(node.named_children[0])] = 0
        values: list[Word] = []
        for child in node.named_children[1:]:
            if child is not body and child.type not in ("do_group", "comment"):
                for word in self.words(child, state, 0):
                    values.append(self.listed(self.raw(child)) if word.splits else word)
        if not self.safe_name(name):
            self.doubt(f"sets {name}")
        if body is None:
            return
        self._forget(body, state)
        for value in values[:16] if len(values) <= 16 else [Word(UNKNOWN)]:
            state.variables[name] = value
            turn = state.copy()
            self.visit(body, turn)
        state.variables[name] = Word(UNKNOWN)

    def listed(self, raw: str) -> Word:
        """`$(git ls-files ...)` and its like name files inside the workspace."""
        if re.fullmatch(r"\$\(git ls-files( ['\"]?[\w*][\w*./-]*['\"]?)?\)", raw):
            return Word(LISTED)
        return Word(UNKNOWN, splits=True)

    @staticmethod
    def safe_name(name: str) -> bool:
        """Shell variables that no program takes for a setting."""
        if re.fullmatch(r"[a-z][a-z0-9_]*", name):
            return not name.endswith("_proxy") and not name.startswith(("npm_", "pip_", "cargo_"))
        return bool(re.fullmatch(r"[A-Z]|ROOT|DIR|FILE|FILES|NAME|SRC|PATTERN|COUNT|REPO|BRANCH|BASE", name))

    def _variable_assignment(self, node: Node, state: _State) -> None:
        name, word = self.assignment(node, state, 0)
        if not self.safe_name(name):
            self.doubt(f"sets the variable {name}")
        state.variables[name] = word

    def assignment(self, node: Node, state: _State, serial: int) -> tuple[str, Word]:
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

    def _declaration_command(self, node: Node, state: _State) -> None:
        self.serial += 1
        serial = self.serial
        self.claimed[self.place(node.children[0])] = serial
        exports = self.raw(node.children[0]) in ("export", "declare", "typeset")
        assignments = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                name, word = self.assignment(child, state, serial)
                assignments.append((name, word))
                state.variables[name] = word
                if not exports and not self.safe_name(name):
                    self.doubt(f"sets the variable {name}")
            else:
                self.claimed[self.place(child)] = serial
                self.doubt(f"{self.raw(node)[:30]!r} is not judged")
        if exports:
            self.script.commands.append(Command((Word("true"),), tuple(assignments), state.cwds, self.raw(node)))

    def _unset_command(self, node: Node, state: _State) -> None:
        self.doubt("unset is not judged")
        self.free.append(self.place(node))

    def _test_command(self, node: Node, state: _State) -> None:
        self.free.append(self.place(node))
        self.substitutions(node, state)
        text = self.raw(node)
        compared = len(_COMPARISON.findall(text)) if text.startswith("[[") else 0
        if re.search(r"(^|\s)-[vR]\b", text) or compared != len(_PLAIN_COMPARISON.findall(text)) * bool(compared):
            self.doubt("a test that evaluates arithmetic can run code")
        for operand in _FILE_TEST.findall(text):
            for word in self.decoded(operand, state):
                if word.known:
                    self.script.redirects.append(Redirect("<", word, state.cwds, text))
        if text.startswith("((") or ("$" in text and "=~" in text and "$(" in text):
            self.doubt("a test that is not judged")

    def _redirected_statement(self, node: Node, state: _State) -> None:
        body = node.child_by_field_name("body")
        has_stdin = any(
            c.type in ("heredoc_redirect", "herestring_redirect") or self.raw(c).startswith("<")
            for c in node.named_children
            if c.type in _REDIRECTS
        )
        extra: list[Node] = []
        owner = self.serial + 1
        state.names_on_input = state.names_on_input and not has_stdin
        for child in node.named_children:
            if child.type == "file_redirect":
                extra += self.redirect(child, state)
            elif child.type == "heredoc_redirect":
                self._heredoc_redirect(child, state)
            elif child.type == "herestring_redirect":
                self._herestring_redirect(child, state)
        first = len(self.script.commands)
        if body is not None:
            self.visit(body, state)
        if has_stdin:
            for i in range(first, len(self.script.commands)):
                self.script.commands[i] = replace(self.script.commands[i], has_stdin=True)
        if extra:
            more = [word for word_node in extra for word in self.words(word_node, state, owner)]
            if body is None or body.type != "command" or not self.script.commands[first:]:
                self.doubt("words after a redirection")
            else:
                # tree-sitter hangs the words that follow `> file` under the redirection.
                last = self.script.commands[-1]
                self.script.commands[-1] = replace(last, words=(*last.words, *more))

    def redirect(self, node: Node, state: _State) -> list[Node]:
        operator = next((c.type for c in node.children if c.type not in ("file_descriptor",)), "")
        targets = [c for c in node.named_children if c.type != "file_descriptor"]
        if not targets:
            if operator not in (">&-", "<&-"):
                self.doubt("a redirection without target")
            return []
        words = self.words(targets[0], state, 0)
        word = words[0] if len(words) == 1 else Word(UNKNOWN)
        if operator in (">&", "<&") and re.fullmatch(r"\d+-?|-", word.text):
            return list(targets[1:])
        self.script.redirects.append(Redirect(operator, word, state.cwds, self.raw(node)))
        return list(targets[1:])

    def _file_redirect(self, node: Node, state: _State) -> None:
        if self.redirect(node, state):
            self.doubt("words after a redirection")

    def _heredoc_redirect(self, node: Node, state: _State) -> None:
        for child in node.named_children:
            if child.type == "heredoc_body":
                self.free.append(self.place(child))
                self.substitutions(child, state)
            elif child.type in ("heredoc_start", "heredoc_end"):
                self.free.append(self.place(child))
            elif child.type == "pipeline":
                self.visit(child, state.copy())
            else:
                self.doubt("a command after a here-document")
                self.visit(child, state)

    def _herestring_redirect(self, node: Node, state: _State) -> None:
        for child in node.named_children:
            if child.type != "file_descriptor":
                self.words(child, state, 0)

    def _command(self, node: Node, state: _State) -> None:
        self.serial += 1
        serial = self.serial
        words: list[Word] = []
        assignments: list[tuple[str, Word]] = []
        first = len(self.script.commands)
        reserved = False
        has_stdin = False
        for child in node.named_children:
            if child.type == "variable_assignment":
                assignments.append(self.assignment(child, state, serial))
            elif child.type in _REDIRECTS:
                has_stdin = has_stdin or child.type != "file_redirect"
                self.visit(child, state)
            elif child.type == "comment":
                continue
            else:
                reserved = reserved or (not words and self.raw(child) in RESERVED - {"time", "in"})
                words += self.words(child, state, serial)
        for child in node.children:
            if not child.is_named and child.type not in ("$",):
                self.doubt(f"{child.type!r} in a command")
        if reserved:
            self.doubt("a reserved word where a program should stand")
        nested = tuple(self.script.commands[first:])
        if not words:
            return
        if [w.text for w in words] == ["cd", "-"]:
            words[1] = state.variables.get("OLDPWD", Word(UNKNOWN))
        command = Command(tuple(words), tuple(assignments), state.cwds, self.raw(node), nested, has_stdin)
        self.script.commands.append(command)
        if words[0].text == "cd":
            self.change_directory(words[1:], state)
        elif words[0].text in ("pushd", "popd"):
            state.cwds = frozenset({UNKNOWN})
        elif words[0].text in ("read", "mapfile", "readarray", "getopts", "printf"):
            redirected = any(child.type in _REDIRECTS for child in node.named_children)
            named = state.names_on_input and words[0].text == "read" and len(words) == 3 and not redirected
            for word in words[1:]:
                state.variables[word.text] = Word(LISTED if named and words[1].text == "-r" else UNKNOWN)

    def change_directory(self, arguments: list[Word], state: _State) -> None:
        targets = [w for w in arguments if w.text not in ("--", "-P", "-L")]
        if (
            len(targets) != 1
            or not targets[0].known
            or targets[0].glob
            or targets[0].text.startswith("-")
            or not targets[0].text
        ):
            state.cwds = frozenset({UNKNOWN})
            return
        target = targets[0].text
        found = set()
        for cwd in state.cwds:
            if cwd == UNKNOWN and not target.startswith("/"):
                found.add(UNKNOWN)
                continue
            joined = os.path.join(cwd, target)  # noqa: PTH118 - hot path
            found.update({os.path.normpath(joined), os.path.realpath(joined)})
        # `cd a; x` runs x in the old directory when a is missing.
        exists = all(os.path.isdir(f) for f in found if f != UNKNOWN)  # noqa: PTH112
        before = state.variables["PWD"] if "PWD" in state.variables else Word(UNKNOWN)
        state.cwds = frozenset(found) if exists else frozenset(found) | state.cwds
        state.variables["PWD"] = Word(UNKNOWN) if len(state.cwds) != 1 else Word(next(iter(state.cwds)))
        state.variables["OLDPWD"] = before if exists else Word(UNKNOWN)

"""Shell text -> the simple commands it would run, with their words, redirections and possible directories.

The structure comes from tree-sitter-bash by an allowlist of node kinds; the words come from `words`. The two must
agree on every word and on which words form a command. Any doubt is kept in `Script.doubts`, and such a script is
never allowed by itself.
"""

from __future__ import annotations

import os.path
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from tree_sitter import Node

from agent_runtime.governance.reading import RESERVED, lists_names
from agent_runtime.governance.script import Command, Redirect, Script, State
from agent_runtime.governance.statements import REDIRECTS, Statements
from agent_runtime.governance.words import LISTED, UNKNOWN, Word

MAX_CHARS = 20_000
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_COMPARISON = re.compile(r"\s-(?:eq|ne|lt|gt|le|ge)\s")
_INTEGER = r"(?:-?\d+|\$[#?]|\$\{#\w+\}|\"\$[#?]\")"
_PLAIN_COMPARISON = re.compile(rf"(?<=\s){_INTEGER}\s+-(?:eq|ne|lt|gt|le|ge)\s+{_INTEGER}(?=\s)")
"""`[[` evaluates both sides of a comparison as arithmetic, quoted or not: an array's subscript runs code."""
_FILE_TEST = re.compile(r"\s-[a-hkprsuwxLOSGN]\s+([^\s\]()&|;]+)")


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
    _Reader(text, home, script).run(State(frozenset({cwd}), known))
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


class _Reader(Statements):
    def _variable_assignment(self, node: Node, state: State) -> None:
        name, word = self.assignment(node, state, 0)
        if not self.safe_name(name):
            self.doubt(f"sets the variable {name}")
        state.variables[name] = word

    def _declaration_command(self, node: Node, state: State) -> None:
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
        if not node.named_children:
            self.doubt(f"{self.raw(node)[:30]!r} prints every variable")
        elif exports:
            self.script.commands.append(Command((Word("true"),), tuple(assignments), state.cwds, self.raw(node)))

    def _unset_command(self, node: Node, state: State) -> None:
        self.doubt("unset is not judged")
        self.free.append(self.place(node))

    def _test_command(self, node: Node, state: State) -> None:
        self.free.append(self.place(node))
        self.substitutions(node, state)
        text = self.raw(node)
        compared = len(_COMPARISON.findall(text)) if text.startswith("[[") else 0
        if re.search(r"(^|\s)-[vR]\b", text) or compared != len(_PLAIN_COMPARISON.findall(text)) * bool(compared):
            self.doubt("a test that evaluates arithmetic can run code")
        for operand in _FILE_TEST.findall(text):
            for word in self.decoded(operand, state):
                if word.known:
                    self.script.redirects.append(Redirect("-e", word, state.cwds, text))
        if text.startswith("((") or ("$" in text and "=~" in text and "$(" in text):
            self.doubt("a test that is not judged")

    def _redirected_statement(self, node: Node, state: State) -> None:
        body = node.child_by_field_name("body")
        has_stdin = any(
            c.type in ("heredoc_redirect", "herestring_redirect") or self.raw(c).startswith("<")
            for c in node.named_children
            if c.type in REDIRECTS
        )
        before = len(self.script.commands)
        later: list[Command] = []
        extra: list[Node] = []
        owner = self.serial + 1
        outside = state.names_on_input and not has_stdin
        state.names_on_input = outside or self.feeds_names(node)
        for child in node.named_children:
            if child.type == "file_redirect":
                extra += self.redirect(child, state)
            elif child.type == "heredoc_redirect":
                later += self._heredoc_redirect(child, state)
            elif child.type == "herestring_redirect":
                self._herestring_redirect(child, state)
        first = len(self.script.commands)
        if body is not None:
            self.visit(body, state)
        state.names_on_input = outside
        feeding = tuple(c for c in self.script.commands[before:first] if not any(c is each for each in later))
        if has_stdin:
            for i in range(first, len(self.script.commands)):
                body_command = self.script.commands[i]
                self.script.commands[i] = replace(
                    body_command,
                    has_stdin=True,
                    nested=(*body_command.nested, *feeding),
                    given=body_command.given or self.given(node, state),
                )
        if later:
            self.script.pipelines.append([self.script.commands[first:], *([c] for c in later)])
        if extra:
            more = [word for word_node in extra for word in self.words(word_node, state, owner)]
            if body is None or body.type != "command" or not self.script.commands[first:]:
                self.doubt("words after a redirection")
            else:
                # tree-sitter hangs the words that follow `> file` under the redirection.
                last = self.script.commands[-1]
                self.script.commands[-1] = replace(last, words=(*last.words, *more))

    def given(self, node: Node, state: State) -> str:
        """The text of the last here-document or here-string among the redirections."""
        text = ""
        for child in node.named_children:
            if child.type == "heredoc_redirect":
                text = "\n".join(self.raw(c) for c in child.named_children if c.type == "heredoc_body")
            elif child.type == "herestring_redirect":
                text = " ".join(w.text for w in self.decoded(self.raw(child).lstrip("<"), state) if w.known)
        return text

    def feeds_names(self, node: Node) -> bool:
        """Whether all that is read comes from `< <(git ls-files)`: names of files inside the workspace."""
        inputs = [text for c in node.named_children if c.type in REDIRECTS and "<" in (text := self.raw(c))]
        fed = re.fullmatch(r"< <\((.*)\)", inputs[0]) if len(inputs) == 1 else None
        return bool(fed and lists_names(fed[1]))

    def redirect(self, node: Node, state: State) -> list[Node]:
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

    def _file_redirect(self, node: Node, state: State) -> None:
        if self.redirect(node, state):
            self.doubt("words after a redirection")

    def _heredoc_redirect(self, node: Node, state: State) -> list[Command]:
        """Gives the commands of `<<E | x`, which tree-sitter hangs under the here-document."""
        later: list[Command] = []
        for child in node.named_children:
            if child.type == "heredoc_body":
                self.free.append(self.place(child))
                self.substitutions(child, state)
            elif child.type in ("heredoc_start", "heredoc_end"):
                self.free.append(self.place(child))
            elif child.type == "pipeline":
                first, piped = len(self.script.commands), state.copy()
                piped.piped = True
                self.visit(child, piped)
                later += self.script.commands[first:]
            else:
                self.doubt("a command after a here-document")
                self.visit(child, state)
        return later

    def _herestring_redirect(self, node: Node, state: State) -> None:
        for child in node.named_children:
            if child.type != "file_descriptor":
                self.words(child, state, 0)

    def _command(self, node: Node, state: State) -> None:
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
            elif child.type in REDIRECTS:
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
        given = self.given(node, state) if has_stdin else ""
        command = Command(
            tuple(words), tuple(assignments), state.cwds, self.raw(node), nested, has_stdin or state.piped, given
        )
        self.script.commands.append(command)
        if words[0].text == "cd":
            self.change_directory(words[1:], state)
        elif words[0].text in ("pushd", "popd"):
            state.cwds = frozenset({UNKNOWN})
        elif words[0].text in ("read", "mapfile", "readarray", "getopts", "printf"):
            redirected = any(child.type in REDIRECTS for child in node.named_children)
            named = state.names_on_input and words[0].text == "read" and len(words) in (2, 3) and not redirected
            for word in words[1:]:
                state.variables[word.text] = Word(
                    LISTED if named and words[1].text in ("-r", words[-1].text) else UNKNOWN
                )

    def change_directory(self, arguments: list[Word], state: State) -> None:
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

"""Walks lists, pipelines, conditions and loops of a shell text, with the directories and variables of each branch."""

from __future__ import annotations

import re

from tree_sitter import Node

from agent_runtime.governance.reading import Reading, lists_names
from agent_runtime.governance.script import State
from agent_runtime.governance.words import UNKNOWN, Word

MAX_COMMANDS = 256
GROUPS = frozenset(
    "program list pipeline redirected_statement subshell compound_statement negated_command do_group if_statement "
    "elif_clause else_clause while_statement for_statement case_statement case_item variable_assignments".split()
)
LEAVES = frozenset({"comment", "heredoc_body", "heredoc_start", "heredoc_end", "heredoc_content"})
REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")
_ENDLESS = re.compile(r"(while|until)\s+(true|:|false|\[+ *1? *\]+|/bin/true)\s*;?\s*do\b")


class Statements(Reading):
    """The compound statements; simple commands and redirections are added below."""

    def visit(self, node: Node, state: State) -> None:
        kind = node.type
        if kind in LEAVES:
            return
        if len(self.script.commands) > MAX_COMMANDS:
            self.doubt("too many commands")
            return
        method = getattr(self, f"_{kind}", None)
        if (kind in ("command", "test_command") and method) or (
            method and kind in (*GROUPS, "declaration_command", "unset_command", "variable_assignment", *REDIRECTS)
        ):
            method(node, state)
        elif kind in GROUPS:
            self._children(node, state)
        else:
            self.doubt(f"{kind.replace('_', ' ').lower()} is not judged")
            self.free.append(self.place(node))
            self._children(node, state)

    def _children(self, node: Node, state: State) -> None:
        for child in node.children:
            if child.is_named:
                self.visit(child, state)
            elif child.type == "&":
                self.doubt("runs in the background")

    def _compound_statement(self, node: Node, state: State) -> None:
        if node.children and node.children[0].type != "{":
            self.doubt("an arithmetic command can run code")
            self.free.append(self.place(node))
        self._children(node, state)

    def _subshell(self, node: Node, state: State) -> None:
        self._children(node, state.copy())

    def _list(self, node: Node, state: State) -> None:
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

    def _pipeline(self, node: Node, state: State) -> None:
        stages = []
        for i, child in enumerate(node.named_children):
            first = len(self.script.commands)
            own = state.copy()
            before = (
                self.data[node.start_byte : node.named_children[i - 1].end_byte].decode("utf-8", "replace") if i else ""
            )
            own.names_on_input = lists_names(before)
            own.piped = state.piped or i > 0
            self.visit(child, own)
            stages.append(self.script.commands[first:])
        self.script.pipelines.append(stages)

    def _if_statement(self, node: Node, state: State) -> None:
        before = state.copy()
        for child in node.named_children:
            branch = before.copy()
            self.visit(child, branch)
            before.merge(branch)
        state.merge(before)

    _case_item = _if_statement

    def _case_statement(self, node: Node, state: State) -> None:
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

    def _forget(self, node: Node, state: State) -> None:
        """Variables and directories that a loop changes are not known from one turn to the next."""
        text = self.raw(node)
        for name in re.findall(r"\b([A-Za-z_]\w*)\+?=", text):
            state.variables[name] = Word(UNKNOWN)
        if re.search(r"\b(cd|pushd|popd)\b", text.replace("\\", "").replace("'", "").replace('"', "")):
            state.cwds = state.cwds | {UNKNOWN}

    def _while_statement(self, node: Node, state: State) -> None:
        if _ENDLESS.match(self.raw(node)) and not re.search(r"\b(break|exit|return)\b", self.raw(node)):
            self.doubt("a loop without end")
        self._forget(node, state)
        after = state.copy()
        self._children(node, after)
        state.merge(after)

    def _for_statement(self, node: Node, state: State) -> None:
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

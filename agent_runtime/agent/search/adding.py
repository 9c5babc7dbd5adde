"""Where something is added that a task names and that is not there yet."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import Evidence, Place, identifiers

if TYPE_CHECKING:
    from agent_runtime.agent.search.locate import Locator
    from agent_runtime.agent.search.wanted import Wanted

MAX_PLACES = 4
_COMMAND_LINE = re.compile(
    r"\.add_argument\(|\.add_parser\(|\b(?:click|typer)\.|\b(?:sys|process)\.argv\b|\bparseArgs\b|\bclap::|\bflag\.\w+\("
)


def reads_command_line(text: str) -> bool:
    """Whether code takes a command line apart."""
    return _COMMAND_LINE.search(text) is not None


def on_command_line(evidence: Evidence) -> bool:
    """Whether an option or a command is missing."""
    return any(each.kind in ("option", "command") for each in evidence.missing)


def class_or_file(locator: Locator, wanted: Wanted, evidence: Evidence) -> str | None:
    """The Python file that a member or a definition goes into: that of its class, or the one that the task names."""
    ranked = [target.path for target in locator.rank(evidence, with_tests=False) if target.path.endswith(".py")]
    if wanted.kind == "member":
        ranked = [path for path in ranked if any(label == wanted.owner for label, _, _ in locator.definitions(path))]
        return ranked[0] if len(ranked) == 1 else None
    named = [path for path in locator.named_paths(evidence.task) if path in ranked]
    return named[0] if len(named) == 1 else None


def beginning_of(wanted: Wanted, text: str) -> str | None:
    """How the definition of a function begins that the task tells the parameters of, or of a class's constant beside
    others; `None` where neither is."""
    if wanted.kind == "member" and wanted.name.isupper() and wanted.parameters is None:
        return _constant_of(wanted, text)
    if wanted.parameters is None or wanted.kind not in ("member", "definition"):
        return None
    if wanted.kind == "definition":
        return f"def {wanted.name}({wanted.parameters}):\n"
    rest = f", {wanted.parameters}" if wanted.parameters and not wanted.parameters.startswith("self") else ""
    return f"    def {wanted.name}(self{rest}):\n"


def _constant_of(wanted: Wanted, text: str) -> str | None:
    try:
        classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    except (SyntaxError, ValueError):
        return None
    for node in classes:
        fields = [each for each in node.body if isinstance(each, ast.Assign)]
        if node.name == wanted.owner and fields and node.body[0].lineno > node.lineno:
            head = "\n".join(text.split("\n")[node.lineno - 1 : node.body[0].lineno - 1]).rstrip()
            return f"{head}\n{' ' * fields[0].col_offset}{wanted.name} ="
    return None


def places_to_add(locator: Locator, evidence: Evidence) -> list[Place]:
    """The functions that have to bring what is missing: those that hold the other commands, those that read the command
    line for an option, those that the task names for a name that is only used; settings for a file. None where
    something has to be defined first."""
    kinds = {each.kind for each in evidence.missing}
    if kinds & {"member", "definition"}:
        return []
    if "file" in kinds:
        return [Place(path) for path in evidence.changed if path.endswith(SETTINGS)]
    found = [Place(each.path, each.owner) for each in evidence.missing if each.path]
    if found:
        return found[:MAX_PLACES]
    named = identifiers(evidence.task) - {each.name for each in evidence.done}
    for target in locator.rank(evidence, with_tests=False):
        lines = locator.text(target.path).split("\n")
        for label, start, end in locator.definitions(target.path):
            reads = on_command_line(evidence) and reads_command_line("\n".join(lines[start - 1 : end]))
            if reads or ("name" in kinds and label.rpartition(".")[2] in named):
                found.append(Place(target.path, label))
    return found[:MAX_PLACES]

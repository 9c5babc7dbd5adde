"""Where something is added that a task names and that is not there yet."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import NO_NAME, Evidence, Place, Target, ends_in_test, identifiers
from agent_runtime.agent.search.options import uses
from agent_runtime.agent.search.slicing import parsed
from agent_runtime.agent.search.wanted import Wanted
from agent_runtime.agent.search.wanted import wanted as names_of

if TYPE_CHECKING:
    from agent_runtime.agent.search.locate import Locator

MAX_PLACES = 4
_NO_ATTRIBUTE = re.compile(r"(?:type object )?'(\w+)'(?: object)? has no attribute '(\w+)'")
_COMMAND_LINE = re.compile(
    r"\.add_argument\(|\.add_parser\(|\b(?:click|typer)\.|\b(?:sys|process)\.argv\b|\bparseArgs\b|\bclap::|\bflag\.\w+\("
)


def reads_command_line(text: str) -> bool:
    """Whether code takes a command line apart."""
    return _COMMAND_LINE.search(text) is not None


def on_command_line(evidence: Evidence) -> bool:
    """Whether an option or a command is missing."""
    return any(each.kind in ("option", "command") for each in evidence.missing)


def missed_by_tests(locator: Locator, evidence: Evidence) -> list[Wanted]:
    """The functions and members that a failing test wants and that are not there, as the task calls them where it
    does."""
    if not ends_in_test(evidence.output):
        return []
    told = {(each.owner, each.name): each for each in names_of(evidence.task)}
    found: list[Wanted] = []
    for name, module in NO_NAME.findall(evidence.output):
        files = locator.module_files(module)
        path = files[0] if len(files) == 1 and not files[0].endswith("__init__.py") else ""
        known = told.get(("", name))
        if known is None or known.kind == "name":  # only used in the task's words, and here imported
            known = Wanted(f"`{name}`", name, "definition")
        found.append(replace(known, path=path))
    for owner, name in _NO_ATTRIBUTE.findall(evidence.output):
        found.append(told.get((owner, name)) or Wanted(f"`{owner}.{name}`", name, "member", owner))
    return list(dict.fromkeys(found))


def class_or_file(locator: Locator, wanted: Wanted, task: str, ranked: Sequence[Target]) -> str | None:
    """The Python file that a member or a definition goes into: that of its class, or the one that the task names."""
    if wanted.path:
        return wanted.path
    likely = [target.path for target in ranked if target.path.endswith(".py")]
    if wanted.kind == "member":
        likely = [path for path in likely if any(label == wanted.owner for label, _, _ in locator.definitions(path))]
        return likely[0] if len(likely) == 1 else None
    named = [path for path in locator.named_paths(task) if path in likely]
    return named[0] if len(named) == 1 else None


def beginning_of(wanted: Wanted, text: str) -> str | None:
    """How the definition of a function begins, with its parameters where they are told, or of a class's constant beside
    others; `None` where it may be something else."""
    if wanted.kind not in ("member", "definition"):
        return None
    if wanted.parameters is None and wanted.name[:1].isupper():
        return _constant_of(wanted, text) if wanted.owner and wanted.name.isupper() else None
    if wanted.parameters is None:
        return f"    def {wanted.name}(self" if wanted.owner else f"def {wanted.name}("
    if wanted.kind == "definition":
        return f"def {wanted.name}({wanted.parameters}):\n"
    rest = f", {wanted.parameters}" if wanted.parameters and not wanted.parameters.startswith("self") else ""
    return f"    def {wanted.name}(self{rest}):\n"


def _constant_of(wanted: Wanted, text: str) -> str | None:
    for node in parsed(text).body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = [each for each in node.body if isinstance(each, ast.Assign)]
        if node.name == wanted.owner and fields and node.body[0].lineno > node.lineno:
            head = "\n".join(text.split("\n")[node.lineno - 1 : node.body[0].lineno - 1]).rstrip()
            return f"{head}\n{' ' * fields[0].col_offset}{wanted.name} ="
    return None


def places_to_add(locator: Locator, evidence: Evidence, ranked: Sequence[Target]) -> list[Place]:
    """The functions that have to bring what is missing: those that hold the other commands, those that read the command
    line for an option, then those that read parsed arguments, those that the task names for a name that is only used;
    settings for a file. None where something has to be defined first."""
    kinds = {each.kind for each in evidence.missing}
    if kinds & {"member", "definition"}:
        return []
    if "file" in kinds:
        return [Place(path) for path in evidence.changed if path.endswith(SETTINGS)]
    found = [Place(each.path, each.owner) for each in evidence.missing if each.path]
    if found:
        return found[:MAX_PLACES]
    named = identifiers(evidence.task) - {each.name for each in evidence.done}
    for target in ranked:
        lines = locator.text(target.path).split("\n")
        users = uses(locator.text(target.path)) if "use" in kinds and target.path.endswith(".py") else {}
        for label, start, end in locator.definitions(target.path):
            reads = on_command_line(evidence) and reads_command_line("\n".join(lines[start - 1 : end]))
            using = kinds == {"use"} and label in users
            if reads or using or ("name" in kinds and label.rpartition(".")[2] in named):
                found.append(Place(target.path, label))
    return found[:MAX_PLACES]

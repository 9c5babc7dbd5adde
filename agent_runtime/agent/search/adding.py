"""Where something is added that a task names and that is not there yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import Evidence, Place, identifiers

if TYPE_CHECKING:
    from agent_runtime.agent.search.locate import Locator

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

"""What a shell text would run: its commands, redirections and pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_runtime.governance.words import UNKNOWN, Word


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirection; `target` is empty for a duplicated descriptor. The operator `-e` is a test of a file in `[[`."""

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
    given: str = ""
    """What a here-document or here-string puts on its input, as far as it is written out."""


@dataclass(slots=True)
class Script:
    """Everything that a text would run."""

    commands: list[Command] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    pipelines: list[list[list[Command]]] = field(default_factory=list)
    """Per pipeline, per stage, its commands."""
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class State:
    cwds: frozenset[str]
    variables: dict[str, Word]
    names_on_input: bool = False
    """Standard input holds names of files inside the workspace."""
    piped: bool = False
    """Standard input is what an earlier command of a pipeline prints."""

    def copy(self) -> State:
        return State(self.cwds, dict(self.variables), self.names_on_input, self.piped)

    def merge(self, other: State) -> None:
        self.cwds = self.cwds | other.cwds
        for name in {*self.variables, *other.variables}:
            if self.variables.get(name) != other.variables.get(name):
                self.variables[name] = Word(UNKNOWN)

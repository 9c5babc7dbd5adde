"""Results: one JSON line a run, and the tables that they add up to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from agent_runtime.bench.agents import Claim
from agent_runtime.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one task by one agent."""

    task: str
    kind: str
    size: str
    checked: bool
    """Whether the agent was given a check."""
    agent: str
    model: str
    repeat: int
    solved: bool
    """By the hidden check."""
    claim: Claim
    outcome: str
    exit_code: int | None
    seconds: float
    requests: int = 0
    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    generated_tokens: int = 0
    uncounted: int = 0
    detail: str = ""
    answer: str = ""

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What makes a run: nothing is run twice under the same key."""
        return (self.task, self.agent, self.model, self.repeat)

    @property
    def false_verified(self) -> bool:
        """Said to be proven, and wrong."""
        return self.claim == "verified" and not self.solved

    @property
    def wrong_claim(self) -> bool:
        """Said to be done, and wrong."""
        return self.claim != "none" and not self.solved


class ResultFile:
    """A file of results that grows with each run; a torn last line is dropped."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        """Raises:
        ConfigError: there is a file already and `resume` is not asked for, or it holds something else.
        """
        self.path = path
        if path.exists() and path.stat().st_size and not resume:
            raise ConfigError(f"{str(path)!r} holds results already.", remedy=f"Go on with --resume {path}.")
        self.results = self._read() if resume else []

    def append(self, result: Result) -> None:
        """Write one result at once."""
        line = json.dumps(asdict(result), ensure_ascii=False) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(line.encode())
        self.results.append(result)

    def _read(self) -> list[Result]:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{str(self.path)!r} cannot be read: {error}.", remedy="Start with --json.") from error
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            os.truncate(self.path, len(whole))
        known = {field.name for field in fields(Result)}
        try:
            documents = [json.loads(line) for line in whole.splitlines()]
            return [Result(**{k: v for k, v in document.items() if k in known}) for document in documents]
        except (ValueError, TypeError, AttributeError) as error:
            raise ConfigError(f"{str(self.path)!r} holds no results of the bench: {error}.") from error


def markdown(results: Sequence[Result]) -> str:
    """The tables: by agent, by kind, by size."""
    agents = list(dict.fromkeys(result.agent for result in results))
    head = (
        "agent", "solved", "with a check", "without", "claimed, wrong", "false verified", "requests", "prompt tokens",
        "evaluated", "generated", "evaluated per solved", "seconds",
    )  # fmt: skip
    rows = [_row(agent, [result for result in results if result.agent == agent]) for agent in agents]
    parts = [_table(head, rows)]
    for title, key in (("kind", _kind), ("size", _size)):
        values = sorted({key(result) for result in results}, key=_order)
        body = [
            (value, *(_rate(r for r in results if r.agent == agent and key(r) == value) for agent in agents))
            for value in values
        ]
        parts.append(_table((title, *agents), body))
    if missing := sum(result.uncounted for result in results):
        parts.append(f"{missing} requests told no counts: the tokens above are too low by theirs.")
    return "\n\n".join(parts)


def _row(agent: str, results: Sequence[Result]) -> tuple[str, ...]:
    def total(of: Callable[[Result], float]) -> float:
        return sum(of(result) for result in results)

    solved = total(lambda result: result.solved)
    evaluated = total(lambda result: result.evaluated_tokens)
    return (
        agent,
        _rate(results),
        _rate(result for result in results if result.checked),
        _rate(result for result in results if not result.checked),
        f"{total(lambda result: result.wrong_claim):.0f}",
        f"{total(lambda result: result.false_verified):.0f}",
        f"{total(lambda result: result.requests):,.0f}",
        f"{total(lambda result: result.prompt_tokens):,.0f}",
        f"{evaluated:,.0f}",
        f"{total(lambda result: result.generated_tokens):,.0f}",
        f"{evaluated / solved:,.0f}" if solved else "–",
        f"{total(lambda result: result.seconds):,.0f}",
    )


def _rate(results: Iterable[Result]) -> str:
    several = list(results)
    return f"{sum(result.solved for result in several)} of {len(several)}" if several else "–"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _kind(result: Result) -> str:
    return result.kind


def _size(result: Result) -> str:
    return result.size


def _order(value: str) -> tuple[int, str]:
    sizes = ("xs", "s", "m", "l", "xl")
    return (sizes.index(value), "") if value in sizes else (0, value)

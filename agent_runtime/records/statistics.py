"""Figures over runs: tokens, time by tool, cache rate, denials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from agent_runtime.records.recordings import read_spans, summarize, usage_of
from agent_runtime.types import Usage


@dataclass(slots=True)
class ToolFigures:
    """One tool over all runs."""

    calls: int = 0
    errors: int = 0
    denied: int = 0
    total_ms: float = 0.0


@dataclass(slots=True)
class Statistics:
    """All runs together."""

    runs: int = 0
    duration_s: float = 0.0
    model_calls: int = 0
    model_ms: float = 0.0
    usage: Usage = field(default_factory=Usage)
    outcomes: dict[str, int] = field(default_factory=dict)
    tools: dict[str, ToolFigures] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    approvals: dict[str, int] = field(default_factory=dict)

    @property
    def cache_rate(self) -> float:
        """The part of all prompt tokens that the server had in its cache."""
        return self.usage.cached_tokens / self.usage.prompt_tokens if self.usage.prompt_tokens else 0.0


def statistics(runs: Iterable[Path]) -> Statistics:
    """Add up runs; holds one span at a time."""
    total = Statistics()
    for run in runs:
        summary = summarize(run)
        total.runs += 1
        total.duration_s += summary.duration_s
        _count(total.outcomes, summary.outcome)
        for span in read_spans(run):
            if span.kind == "LLM":
                total.model_calls += 1
                total.model_ms += span.duration_ms
                total.usage += usage_of(span)
            elif span.kind == "TOOL":
                tool = total.tools.setdefault(span.name, ToolFigures())
                outcome = span.attributes.get("agent_runtime.outcome")
                tool.calls += 1
                tool.total_ms += span.duration_ms
                tool.denied += outcome == "denied"
                tool.errors += outcome == "error"
            elif span.kind == "GUARDRAIL":
                if verdict := span.attributes.get("agent_runtime.policy.verdict"):
                    _count(total.verdicts, str(verdict))
                if decision := span.attributes.get("agent_runtime.approval.decision"):
                    _count(total.approvals, str(decision))
    return total


def _count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1

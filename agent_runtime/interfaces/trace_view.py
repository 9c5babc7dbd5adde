"""Runs on the terminal: a list, a tree, one step, figures. What a model or a file wrote cannot draw over it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from agent_runtime.interfaces.context_view import context_line
from agent_runtime.records.recordings import (
    RecordedSpan,
    RecordedStep,
    RunSummary,
    read_open_spans,
    read_placed_spans,
    span_at,
)
from agent_runtime.records.statistics import Statistics

MAX_CHILDREN = 100
"""More below one span are folded, unless everything is asked for."""

_OUTCOME_STYLES = {"verified": "green", "answered": "green", "claimed": "yellow", "running": "cyan"}
_KIND_STYLES = {"LLM": "magenta", "TOOL": "cyan", "GUARDRAIL": "yellow", "CHAIN": "bold", "AGENT": "bold"}


def plain(text: str, *, lines: bool = True) -> str:
    """Text with every control and direction-changing character made visible."""
    return "".join(c if c.isprintable() or (lines and c in "\n\t") or c == " " else _visible(c) for c in text)


def _visible(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def one_line(text: str, width: int) -> str:
    """The beginning of a text, on one line."""
    flat = " ".join(plain(text).split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def duration(ms: float) -> str:
    """`3.2 ms`, `850 ms`, `2.4 s`, `3 min 5 s`."""
    if ms < 10:
        return f"{ms:.1f} ms"
    if ms < 1000:
        return f"{ms:.0f} ms"
    seconds = ms / 1000
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def local_time(stamp: str) -> str:
    """An ISO time as the clock on the wall shows it."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp[:16]


def outcome_text(summary: RunSummary) -> Text:
    text = Text(summary.outcome, style=_OUTCOME_STYLES.get(summary.outcome, "red"))
    if summary.rating:
        text.append(f" ({summary.rating})", style="green" if summary.rating == "good" else "red")
    return text


def print_list(console: Console, summaries: Iterable[RunSummary]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "time", "outcome"):
        table.add_column(name, no_wrap=True)
    for name in ("steps", "tokens", "duration", "denied"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("task", no_wrap=True, overflow="ellipsis", min_width=12, ratio=1)
    for item in summaries:
        usage = item.usage
        table.add_row(
            Text(item.run_id),
            Text(local_time(item.started_at)),
            outcome_text(item),
            str(item.steps),
            f"{usage.prompt_tokens + usage.completion_tokens}",
            duration(item.duration_s * 1000),
            Text(str(len(item.denied)), style="red" if item.denied else ""),
            Text(one_line(item.task, 200)),
        )
    console.print(table)


@dataclass(slots=True)
class _Node:
    """What the tree shows of a span; the long values stay on disk."""

    start_ns: int
    line: Text | None
    """`None`: it is read again when its turn comes, from `place`."""
    details: str = ""
    children: list[_Node] = field(default_factory=list)
    span_id: str = ""
    place: int = -1


def describe(span: RecordedSpan) -> Text:
    """One span on one line: name, duration, and what matters for its kind."""
    attributes = span.attributes
    failed = span.failed or attributes.get("agent_runtime.outcome") == "denied"
    text = Text(one_line(span.name, 60), style="red" if failed else _KIND_STYLES.get(span.kind, ""))
    text.append(f"  {duration(span.duration_ms)}" if span.end_ns is not None else "  …", style="dim")
    if span.kind == "LLM":
        prompt, output = attributes.get("llm.token_count.prompt", 0), attributes.get("llm.token_count.completion", 0)
        cached = attributes.get("llm.token_count.prompt_details.cache_read", 0)
        text.append(f"  {prompt} → {output} tokens ({cached} cached)", style="dim")
    elif span.kind == "TOOL":
        text.append(f"  {one_line(str(attributes.get('tool.parameters', '')), 80)}", style="dim")
    elif span.kind == "GUARDRAIL":
        reason = attributes.get("agent_runtime.policy.rule") or attributes.get("agent_runtime.approval.source") or ""
        note = attributes.get("agent_runtime.policy.reason") or attributes.get("agent_runtime.approval.comment") or ""
        text.append(f"  {one_line(f'{reason}: {note}' if note else str(reason), 80)}", style="dim")
    elif "agent_runtime.sandbox.profile" in attributes:
        code = attributes.get("process.exit.code", "killed")
        text.append(f"  {attributes['agent_runtime.sandbox.profile']}, exit {code}", style="dim")
    if span.failed and span.message:
        text.append(f"  {one_line(span.message, 100)}", style="red")
    if attributes.get("agent_runtime.recovered"):
        text.append("  recovered", style="yellow")
    return text


def print_tree(console: Console, run: Path, *, full: bool = False) -> None:
    """The spans of a run as a tree. Without `full`, more than `MAX_CHILDREN` below one are folded, and not held in
    memory either; with it, only the tree's shape is held, and each span is read when it is printed."""
    stack = [(node, "", True, True) for node in reversed(_roots(run, full))]
    while stack:
        node, indent, last, top = stack.pop()
        line, details = node.line, node.details
        if line is None:
            span = span_at(run, node.place, node.span_id)
            line, details = describe(span), "\n".join(filter(None, (_context(span), _details(span))))
        branch = "" if top else ("└─ " if last else "├─ ")
        console.print(Text(indent + branch, style="dim") + line, soft_wrap=True)
        below = indent if top else indent + ("   " if last else "│  ")
        for text in details.splitlines():
            console.print(Text(f"{below}   {text}", style="dim"), soft_wrap=True)
        for index in range(len(node.children) - 1, -1, -1):
            stack.append((node.children[index], below, index == len(node.children) - 1, False))


def _roots(run: Path, full: bool) -> list[_Node]:
    """Spans end after what is below them: when one is read, its children are complete."""
    below: dict[str, list[_Node]] = {}
    hidden: dict[str, int] = {}
    for span, place in _all_spans(run):
        children = sorted(below.pop(span.span_id, ()), key=lambda node: node.start_ns)
        if more := hidden.pop(span.span_id, 0):
            children.append(_Node(0, Text(f"… {more} more (--full shows them)", style="dim"), ""))
        siblings = below.setdefault(span.parent_id or "", [])
        if full or not span.parent_id or len(siblings) < MAX_CHILDREN:
            siblings.append(_node(span, place, children, full))
        else:
            hidden[span.parent_id] = hidden.get(span.parent_id, 0) + 1
    return sorted((node for nodes in below.values() for node in nodes), key=lambda node: node.start_ns)


def _node(span: RecordedSpan, place: int, children: list[_Node], full: bool) -> _Node:
    if full and place >= 0:
        return _Node(span.start_ns, None, "", children, span.span_id, place)
    details = "\n".join(filter(None, (_context(span), _details(span) if full else "")))
    return _Node(span.start_ns, describe(span), details, children)


def _context(span: RecordedSpan) -> str:
    """What a model call's prompt was made of."""
    return plain(context_line(span.attributes), lines=False)


def _all_spans(run: Path) -> Iterator[tuple[RecordedSpan, int]]:
    yield from read_placed_spans(run)
    yield from ((span, -1) for span in reversed(read_open_spans(run)))


def _details(span: RecordedSpan) -> str:
    parts = []
    for label, key in (("in", "input.value"), ("out", "output.value")):
        if value := span.text(key):
            parts.append(f"{label}: {plain(value)}")
    if not span.attributes.get("input.value"):
        count = 0
        while (content := span.text(f"llm.input_messages.{count}.message.content")) is not None:
            parts.insert(count, f"{span.attributes.get(f'llm.input_messages.{count}.message.role')}: {plain(content)}")
            count += 1
    return "\n".join(parts)


def print_step(console: Console, step: RecordedStep) -> None:
    """One step whole: the reply, the code, each call with its result."""
    console.print(Text(f"step {step.number}", style="bold"))
    for call in step.model_calls:
        console.print(Text("model replied", style="magenta"))
        console.print(Text(plain(call.output or f"(failed: {call.error})")), soft_wrap=True)
    if step.code:
        console.print(Text("code", style="bold"))
        console.print(Text(plain(step.code)), soft_wrap=True)
    for tool in step.tool_calls:
        state = "denied" if tool.denied else (tool.error_type or "ok")
        verdict = f", policy {tool.verdict} ({tool.rule})" if tool.verdict else ""
        approval = f", {tool.approval}" if tool.approval else ""
        console.print(Text(f"{tool.name}: {state}{verdict}{approval}", style="red" if tool.denied else "cyan"))
        console.print(Text(plain(json.dumps(dict(tool.arguments), ensure_ascii=False))), soft_wrap=True)
        value = tool.value if isinstance(tool.value, str) else json.dumps(tool.value, ensure_ascii=False, indent=1)
        console.print(Text(plain(value), style="dim"), soft_wrap=True)
    if step.observation:
        console.print(Text("observation", style="bold"))
        console.print(Text(plain(step.observation)), soft_wrap=True)
    if step.error:
        console.print(Text(plain(step.error), style="red"), soft_wrap=True)


def print_statistics(console: Console, total: Statistics) -> None:
    usage = total.usage
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(total.outcomes.items()))
    console.print(f"{total.runs} runs ({outcomes}), {duration(total.duration_s * 1000)}", highlight=False)
    console.print(
        f"{total.model_calls} model calls in {duration(total.model_ms)}: {usage.prompt_tokens} tokens in "
        f"({total.cache_rate:.0%} cached), {usage.completion_tokens} out",
        highlight=False,
    )
    for label, counts in (("policy", total.verdicts), ("approvals", total.approvals)):
        if counts:
            line = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
            console.print(f"{label}: {line}", highlight=False)
    if not total.tools:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("tool")
    for name in ("calls", "time", "mean", "errors", "denied"):
        table.add_column(name, justify="right")
    for name, tool in sorted(total.tools.items(), key=lambda item: -item[1].total_ms):
        mean = duration(tool.total_ms / tool.calls)
        table.add_row(
            Text(one_line(name, 40)), str(tool.calls), duration(tool.total_ms), mean, str(tool.errors), str(tool.denied)
        )
    console.print(table)

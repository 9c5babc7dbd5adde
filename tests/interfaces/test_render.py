"""A run as it is shown: snapshots at two widths, with and without colour, and diffs with their words marked."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from agent_runtime.interfaces.diff_view import diff_lines
from agent_runtime.interfaces.render import MAX_UNFOLDED, TextRenderer
from agent_runtime.types import Event

SNAPSHOTS = Path(__file__).parent / "snapshots"
DIFF = """diff --git a/pkg/greet.py b/pkg/greet.py
--- a/pkg/greet.py
+++ b/pkg/greet.py
@@ -1,4 +1,5 @@
 def greet(name):
-    return "Hello, " + name
-    # the end
+    return "Good morning, " + name
+    # the very end
 same
+++count
--- count
\x1b[2J
"""
CALL = {"id": "c1", "name": "run_cmd", "arguments": {"command": "pytest -q tests/test_a.py", "cwd": None}, "step": 1}
EVENTS = (
    Event("run_started", {"run_id": "r1"}),
    Event("model_delta", {"text": "1. Read the file.\n2. Change it.\n"}),
    Event("candidate", {"candidate": 3, "of": 24, "path": "a.py", "verdict": "failed", "detail": "1 passed, 2 failed"}),
    Event("plan", {"items": ["Read the file.", "Change it."], "model": "m"}),
    Event("step_started", {"step": 1}),
    Event("model_delta", {"prefill_done": 5, "prefill_total": 10}),
    Event("model_delta", {"text": "I run the tests.\x1b[2J\n```py"}),
    Event("model_delta", {"text": "thon\nr = run_cmd('pytest -q tests/test_a.py')\nprint(r)\n``"}),
    Event("model_delta", {"text": "`"}),
    Event("model_finished", {"prompt_tokens": 10, "completion_tokens": 4, "cached_tokens": 5}),
    Event("tool_started", CALL),
    Event("decision", {"call": "c1", "verdict": "ask", "rule": "x"}),
    Event("approval", {"call": "c1", "approved": True, "source": "user"}),
    Event("tool_finished", {**CALL, "ok": False, "denied": False, "error": "a\nb", "duration_ms": 65}),
    Event("tool_started", {**CALL, "id": "c2", "name": "plan_done", "arguments": {"step": 1}}),
    Event("tool_finished", {**CALL, "id": "c2", "name": "plan_done", "ok": True, "error": None, "duration_ms": 1}),
    Event("observation", {"step": 1, "text": "\n".join(f"row {n}" for n in range(40)), "error": True}),
    Event("notice", {"text": "a notice"}),
    Event(
        "run_finished",
        {
            "outcome": "claimed", "exit_code": 3, "steps": 1, "tool_calls": 1, "duration_s": 1.25, "run_id": "r1",
            "usage": {"prompt_tokens": 10, "completion_tokens": 4, "cached_tokens": 5}, "error": None,
            "files": [{"path": "pkg/greet.py", "status": "modified", "added": 2, "removed": 2}],
            "commands": [{"command": "pytest -q", "exit_code": None}], "denied": ["sudo is denied"],
            "verification": "no check was run", "checks": [], "warnings": ["a test was deleted"], "run_dir": "/runs/r1",
        },
    ),
)  # fmt: skip


def console(width: int, *, colour: bool) -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    system = "standard" if colour else None
    environ = {"TERM": "xterm"}
    out = Console(
        file=stream, width=width, color_system=system, force_terminal=colour, highlight=False, _environ=environ
    )
    return out, stream


class Still(TextRenderer):
    """Without the spinner, which depends on the time."""

    def _spin(self, what: str) -> None:
        self._doing = what


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "plain"])
@pytest.mark.parametrize("width", [80, 40])
def test_a_run_as_it_is_shown(width: int, colour: bool) -> None:
    out, stream = console(width, colour=colour)
    renderer = Still(out)
    for event in EVENTS:
        renderer(event)
    renderer.pause()
    for line in diff_lines(DIFF):
        out.print(line)
    text = stream.getvalue()
    path = SNAPSHOTS / f"run-{width}-{'colour' if colour else 'plain'}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text)
    assert text == path.read_text()
    assert "\x1b[2J" not in text
    if not colour:
        assert max(len(line) for line in text.split("\n")) <= width


def test_a_search_shows_how_far_it_is() -> None:
    out, stream = console(80, colour=False)
    renderer = Still(out)
    renderer(Event("run_started", {"run_id": "r"}))
    renderer(Event("candidate", {"candidate": 6, "of": 24, "path": "a.py", "verdict": "failed", "detail": ""}))
    renderer(Event("model_delta", {"text": "def a():\n    retu"}))
    assert "searching [#####...............] 6 of at most 24" in renderer.__rich__().plain
    assert "def a" not in stream.getvalue()  # one of several samples


def test_candidates_that_came_to_nothing_are_one_line() -> None:
    out, stream = console(80, colour=False)
    renderer = Still(out)
    renderer(Event("run_started", {"run_id": "r"}))
    data = {"of": 24, "path": "a.py", "detail": "1 passed"}
    for number, verdict in enumerate(("failed", "rejected", "failed", "passed", "failed"), 1):
        renderer(Event("candidate", {"candidate": number, "verdict": verdict, **data}))
    renderer(Event("step_started", {"step": 1}))
    assert stream.getvalue().splitlines() == [
        "  ✗ 3 candidates: 2 failed, 1 rejected",
        "  ✓ candidate 4 a.py: passed (1 passed)",
        "  ✗ 1 candidate: 1 failed",
    ]


def test_long_outputs_are_folded_and_open_again() -> None:
    out, stream = console(60, colour=False)
    renderer = TextRenderer(out)
    renderer.fold("\n".join(map(str, range(100))))
    shown = stream.getvalue()
    assert f"[... {100 - MAX_UNFOLDED} lines more" in shown
    assert "\n  50" not in shown
    renderer.unfold()
    assert "\n  50" in stream.getvalue()


def test_words_that_changed_are_marked() -> None:
    lines = diff_lines(DIFF)
    assert [line.plain for line in lines[4:10]] == [
        " def greet(name):", '-    return "Hello, " + name', "-    # the end", '+    return "Good morning, " + name',
        "+    # the very end", " same",
    ]  # fmt: skip
    marked = [line.plain[span.start : span.end] for line in lines for span in line.spans if "on " in str(span.style)]
    assert "Hello" in marked
    assert "very " in marked or " very" in marked or "very" in "".join(marked)
    assert "name" not in marked
    assert lines[-1].plain == "\\x1b[2J"


def test_a_diff_of_nothing() -> None:
    assert [line.plain for line in diff_lines("")] == [""]

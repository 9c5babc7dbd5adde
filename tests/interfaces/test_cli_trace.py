"""`agent-runtime trace`, `runs`, `audit`: read as a person and as a script would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from agent_runtime.interfaces.cli_trace import audit_app, runs_app, trace_app
from agent_runtime.interfaces.trace_view import plain
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
from tests.records.collector import Collector
from tests.records.example import record

app = typer.Typer()
app.add_typer(trace_app, name="trace")
app.add_typer(runs_app, name="runs")
app.add_typer(audit_app, name="audit")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "agent-runtime" / "runs"


@pytest.fixture
def telemetry(state: Path) -> Iterator[Telemetry]:
    run = RunDirectory.create(state)
    telemetry = Telemetry(run, session_id="s", project="p", redactor=Redactor())
    run.audit.append("intent", tool="apply_patch")
    record(telemetry)
    yield telemetry
    telemetry.close(0.1)


@pytest.fixture
def run(telemetry: Telemetry) -> Path:
    telemetry.close()
    return telemetry.run.path


@pytest.fixture
def phoenix_like() -> Iterator[Collector]:
    server = Collector(phoenix=True)
    yield server
    server.close()


def call(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == code, result.output
    return result


def test_list(run: Path) -> None:
    out = call("trace", "list").stdout
    assert run.name in out
    assert "verified" in out
    assert "mend x.py" in out
    (item,) = json.loads(call("runs", "list", "--json").stdout)
    assert (item["run_id"], item["steps"], item["denied"]) == (run.name, 2, ["apply_patch: no"])


def test_list_of_nothing(state: Path) -> None:
    assert call("trace", "list").stdout == "No runs yet.\n"
    assert "no run in" in call("trace", "show", code=1).stderr


def test_show_draws_the_tree(run: Path) -> None:
    lines = call("trace", "show").stdout.splitlines()[3:]
    names = [line.lstrip("│├└─ ").split("  ")[0] for line in lines]
    assert names == [
        "agent.run",
        "step 1",
        "llm.generate",
        "apply_patch",
        "policy ask apply_patch",
        "approval rejected apply_patch",
        "step 2",
        "llm.generate",
        "read_file",
        "policy allow read_file",
        "tool.execution",
    ]
    assert lines[4].startswith("│     ├─ policy")
    assert "100 → 20 tokens (60 cached)" in lines[2]
    assert "read, exit 0" in lines[10]


def test_what_the_model_wrote_cannot_draw_over_the_screen(run: Path) -> None:
    for command in (["trace", "show", "--full"], ["trace", "show", "--step", "2"], ["runs", "show"]):
        out = call(*command).stdout
        assert "\x1b[2J" not in out
        assert "\\x1b[2J" in out
    assert plain("a\u202eb\x07\x9b\u2066\r") == "a\\u202eb\\x07\\x9b\\u2066\\x0d"


def test_one_step(run: Path) -> None:
    out = call("trace", "show", run.name, "--step", "1").stdout
    assert "apply_patch: denied, policy ask (patches), rejected" in out
    assert "has no step 9" in call("trace", "show", "--step", "9", code=1).stderr
    (step,) = json.loads(call("trace", "show", "--step", "1", "--json").stdout)
    assert step["tool_calls"][0]["name"] == "apply_patch"


def test_show_as_json(run: Path) -> None:
    data = json.loads(call("trace", "show", "--json").stdout)
    assert data["summary"]["outcome"] == "verified"
    assert len(data["spans"]) == 11
    assert data["spans"][-1]["name"] == "agent.run"


def test_many_children_are_folded(state: Path) -> None:
    directory = RunDirectory.create(state)
    telemetry = Telemetry(directory, session_id="s", project="p", redactor=Redactor())
    with telemetry.span("agent.run", "AGENT"):
        for index in range(150):
            telemetry.span(f"tool {index}", "TOOL").end()
    telemetry.close()
    assert "… 50 more (--full shows them)" in call("trace", "show").stdout
    assert "tool 149" in call("trace", "show", "--full").stdout


def test_tail_ends_with_the_run(run: Path) -> None:
    out = call("trace", "tail").stdout
    assert out.splitlines()[-1].startswith("agent.run")
    assert "      policy ask apply_patch" not in out.splitlines()[-1]


def test_stats(run: Path) -> None:
    out = call("trace", "stats").stdout
    assert "250 tokens in (72% cached), 50 out" in out
    assert json.loads(call("trace", "stats", "--json").stdout)["tools"]["apply_patch"]["denied"] == 1


def test_export(run: Path, tmp_path: Path) -> None:
    assert call("trace", "export", "--md").stdout.startswith(f"# Run {run.name}")
    lines = call("trace", "export", run.name, "--otlp").stdout.splitlines()
    assert all("resourceSpans" in json.loads(line) for line in lines)
    assert len(lines) == 11
    target = tmp_path / "examples.jsonl"
    assert "1 of 1 runs" in call("trace", "export", "--sft", "--all", "-o", str(target)).stderr
    assert json.loads(target.read_text())["messages"][-1]["role"] == "assistant"
    assert "One format is needed" in call("trace", "export", code=2).stderr
    assert "cannot be written" in call("trace", "export", "--md", "-o", str(tmp_path / "no" / "x"), code=1).stderr


def test_push_and_annotate(run: Path, phoenix_like: Collector) -> None:
    assert "11 spans of 1 runs" in call("trace", "push", run.name, "--endpoint", phoenix_like.url).stdout
    assert len(phoenix_like.spans) == 11
    call("trace", "annotate", run.name, "good", "--note", "well done")
    assert "11 spans of 1 runs" in call("trace", "push", "--endpoint", phoenix_like.url).stdout
    verdicts = [a["result"] for a in phoenix_like.annotations.values() if a["name"] == "verdict"]
    assert verdicts == [{"label": "good", "explanation": "well done"}]
    assert "0 spans of 0 runs" in call("trace", "push", "--endpoint", phoenix_like.url).stdout
    assert "(good)" in call("trace", "list").stdout


def test_push_to_nobody(run: Path, phoenix_like: Collector) -> None:
    phoenix_like.stop()
    assert "not there" in call("trace", "push", "--all", "--endpoint", phoenix_like.url, code=1).stderr


def test_open_prints_the_address(run: Path, telemetry: Telemetry) -> None:
    out = call("trace", "open", "--endpoint", "http://127.0.0.1:6006/v1/traces").stdout
    assert out == f"http://127.0.0.1:6006/redirects/traces/{telemetry.trace_id}\n"


def test_recover_of_nothing(run: Path) -> None:
    assert call("trace", "recover").stdout == "0 runs recovered\n"


def test_audit(run: Path) -> None:
    assert "is whole" in call("audit", "verify").stdout
    log = run / "audit.jsonl"
    log.write_text(log.read_text().replace("apply_patch", "read_file"))
    assert "line 1 was changed" in call("audit", "verify", run.name, code=1).stdout
    shown = json.loads(call("audit", "verify", "--json", code=1).stdout)
    assert (shown["ok"], shown["sealed"]) == (False, True)
    (run / "result.json").unlink()
    assert "no result.json seals" in call("audit", "verify", code=1).stdout


def test_runs_are_shown_rated_and_deleted(run: Path) -> None:
    assert json.loads(call("runs", "show", "--json").stdout)["task"] == "mend x.py"
    call("runs", "rate", run.name, "good")
    assert "0 runs deleted" in call("runs", "prune", "--older-than", "0m").stdout
    assert "1 runs would be deleted" in call("runs", "prune", "--older-than", "0m", "--rated-too", "--dry-run").stdout
    assert run.is_dir()
    assert "no age" in call("runs", "prune", "--older-than", "soon", code=2).stderr
    call("runs", "rm", run.name)
    assert not run.exists()


def test_old_runs_are_pruned_and_living_ones_stay(telemetry: Telemetry) -> None:
    path = telemetry.run.path
    assert "0 runs deleted" in call("runs", "prune", "--older-than", "0m").stdout
    assert "still going on" in call("runs", "rm", path.name, code=1).stderr
    telemetry.close()
    assert "0 runs deleted" in call("runs", "prune", "--older-than", "1h").stdout
    assert "1 runs deleted" in call("runs", "prune", "--older-than", "0m").stdout
    assert not path.exists()

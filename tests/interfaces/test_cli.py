"""The command line, as a process: answers on stdout, all else on stderr, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

ANSWER = '- |\n  I list them.\n  ```python\n  final_answer(list_files("*.py")["files"])\n  ```\n'
INSTALL = "- |\n  ```python\n  run_cmd('pip install left-pad')\n  ```\n"


@pytest.fixture
def agent(repo: Path) -> Run:
    def run(*arguments: str, stdin: str | None = None, **environment: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", *arguments],
            cwd=repo,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], str]:
    def write(content: str) -> str:
        path = tmp_path / "script.yaml"
        path.write_text(content)
        return f"scripted:{path}"

    return write


FILES = ["main.py", "pkg/__init__.py", "pkg/greet.py"]


def test_a_task_answers_on_stdout(agent: Run, script: Callable[[str], str]) -> None:
    for arguments in (("List", "-m"), ("run", "List", "-m")):
        done = agent(*arguments, script(ANSWER))
        assert (done.returncode, done.stdout.splitlines()) == (0, FILES)
        assert "answered" in done.stderr
        assert "list_files" in done.stderr


def test_quiet_says_nothing_else(agent: Run, script: Callable[[str], str]) -> None:
    done = agent("List", "-m", script(ANSWER), "-q")
    assert (done.stdout.splitlines(), done.stderr) == (FILES, "")


def test_the_task_comes_on_stdin(agent: Run, script: Callable[[str], str]) -> None:
    for arguments in (("-",), ()):
        done = agent(*arguments, "-m", script(ANSWER), stdin="List them\n")
        assert (done.returncode, done.stdout.splitlines()) == (0, FILES)


def test_json_is_one_document(agent: Run, script: Callable[[str], str]) -> None:
    done = agent("List", "-m", script(ANSWER), "-o", "json")
    document = json.loads(done.stdout)
    assert (document["version"], document["outcome"], document["answer"]) == (1, "answered", FILES)
    assert Path(document["run_dir"]).is_dir()


def test_stream_json_is_one_event_a_line(agent: Run, script: Callable[[str], str]) -> None:
    done = agent("List", "-m", script(ANSWER), "-o", "stream-json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["type"] for event in events if event["type"] not in ("notice", "model_delta")]
    assert kinds == [
        "run_started", "step_started", "model_started", "model_finished", "tool_started", "decision", "tool_finished",
        "observation", "run_finished",
    ]  # fmt: skip
    assert events[-1]["answer"] == FILES


def test_what_would_ask_ends_with_4_and_names_it(agent: Run, script: Callable[[str], str]) -> None:
    done = agent("install", "-m", script(INSTALL))
    assert done.returncode == 4
    assert "run_cmd needs an approval" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        (("x", "--no-such-flag"), {}, 2, "--no-such-flag"),
        (("x", "--max-steps", "many"), {}, 2, "AGENT_MAX_STEPS='many'"),
        (("x", "--max-steps", "0"), {}, 2, "AGENT_MAX_STEPS='0'"),
        (("x", "--mode", "wild"), {}, 2, "AGENT_MODE='wild'"),
        (("x",), {"MODEL_TEMPERATURE": "hot"}, 2, "MODEL_TEMPERATURE='hot'"),
        (("x", "-C", "nowhere"), {}, 2, "nowhere"),
        (("x", "-m", "embedded/gwen"), {}, 5, "qwen2.5-coder"),
        (("x", "-m", "scripted:none.yaml"), {}, 2, "none.yaml"),
        (("x", "-m", "openai/x"), {"MODEL_API_BASE": "http://127.0.0.1:9/v1"}, 5, "cannot be reached"),
        (("x", "-m", "gpt-4o", "--offline"), {}, 2, "AGENT_OFFLINE"),
        (("x", "--jail", "cardboard"), {}, 2, "JAIL='cardboard'"),
        (("tools", "call", "list_files", "[1]"), {}, 2, "JSON object"),
        (("tools", "call", "list_files", "{"), {}, 2, "not JSON"),
        (("tools", "call", "lst_files"), {}, 1, ""),
        (("models", "pull", "gwen"), {}, 5, "qwen2.5-coder"),
        (("models", "stop", "qwen2.5-coder-1.5b"), {}, 5, "No server"),
        (("trace", "show", "nothing"), {}, 1, "There is no run"),
    ],
)
def test_bad_input(agent: Run, arguments: tuple[str, ...], environment: dict[str, str], code: int, words: str) -> None:
    done = agent(*arguments, **environment)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert words in done.stderr


def test_no_task(agent: Run) -> None:
    done = agent(stdin="")
    assert done.returncode == 2
    assert "There is no task" in done.stderr


def test_help_and_version(agent: Run) -> None:
    assert agent("--version").stdout.startswith("agent-runtime 0.")
    text = agent("--help").stdout
    for name in ("run", "chat", "tools", "models", "policy", "config", "doctor", "phoenix", "trace", "undo"):
        assert f"\n  {name} " in text
    for flag in ("--model", "--cd", "--mode", "--yolo", "--verify", "--max-steps", "--timeout", "--seed", "--offline",
                 "--output-format", "--show-run-dir", "--quiet", "--verbose"):  # fmt: skip
        assert flag in agent("run", "--help").stdout


def test_config_show(agent: Run, repo: Path) -> None:
    (repo / ".env").write_text("MODEL_SEED=3\n")
    done = agent("config", "show", "--json", MODEL_API_KEY="sk-hidden-secret")
    shown = json.loads(done.stdout)
    assert shown["MODEL_SEED"] == {"value": 3, "origin": str(repo / ".env")}
    assert shown["MODEL_API_KEY"] == {"value": "****", "origin": "environment"}
    assert "hidden" not in done.stdout
    assert "MODEL_SEED=3" in agent("config", "show").stdout


def test_tools(agent: Run) -> None:
    listed = json.loads(agent("tools", "list", "--json").stdout)
    names = {tool["name"] for tool in listed}
    assert {
        "repo_info", "list_files", "rg_search", "read_file", "read_file_snippet", "git_status", "git_diff", "git_log",
        "propose_patch_unified", "propose_patch", "show_patch", "apply_patch", "run_cmd", "run_tests",
    } <= names  # fmt: skip
    done = agent("tools", "call", "list_files", '{"glob": "*.py"}')
    assert json.loads(done.stdout) == {"files": FILES, "count": 3}
    refused = agent("tools", "call", "run_cmd", '{"command": "sudo ls"}')
    assert refused.returncode == 4
    assert "error" in json.loads(refused.stdout)


def test_doctor(agent: Run) -> None:
    checks = {check["name"]: check for check in json.loads(agent("doctor", "--json").stdout)}
    assert checks["git"]["state"] == checks["ripgrep"]["state"] == checks["policy"]["state"] == "ok"
    assert checks["jail"]["state"] in ("ok", "warn")
    assert "not downloaded" in checks["model"]["found"]
    broken = agent("doctor", AGENT_MODE="wild")
    assert broken.returncode == 1
    assert "AGENT_MODE" in broken.stdout


def test_models_list(agent: Run) -> None:
    rows = json.loads(agent("models", "list", "--json").stdout)
    assert [row["id"] for row in rows] == ["embedded/qwen2.5-coder-1.5b", "embedded/qwen2.5-coder-0.5b"]
    assert json.loads(agent("models", "ps", "--json").stdout) == []


def test_a_run_can_be_shown(agent: Run, script: Callable[[str], str]) -> None:
    agent("List", "-m", script(ANSWER))
    assert "list_files" in agent("trace", "show", "last").stdout
    assert agent("runs", "list").stdout.count("answered") == 1


def test_without_a_jail_only_when_asked_and_in_red(agent: Run, script: Callable[[str], str]) -> None:
    done = agent("List", "-m", script(ANSWER), "--jail", "none")
    assert done.stdout.splitlines() == FILES
    assert "The jail is OFF" in done.stderr


def test_a_file_in_the_jail_may_call_the_tools(agent: Run, repo: Path) -> None:
    (repo / "step.py").write_text("r = list_files('*.md')\nprint(r['count'])\nrun_cmd('sudo ls')\n")
    done = agent("jail", "run", "step.py", "--tools", "--json")
    assert "1" in json.loads(done.stdout)["logs"]
    assert "denied" in done.stdout
    assert agent("jail", "run", "step.py").returncode == 1
    audit = agent("runs", "list").stdout
    assert "jail run" in audit


def test_a_peer_that_hangs_up_does_not_end_us(repo: Path) -> None:
    """A pipe or socket whose reader died raises an error that its owner handles; it is no signal to the process."""
    code = (
        "import signal, agent_runtime.interfaces.cli as c; c.run_cli(['config', 'path']); print(signal.getsignal(13))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repo, capture_output=True, text=True, env=os.environ)
    assert done.stdout.endswith(f"{signal.SIG_IGN}\n"), done

"""`agent-runtime bench` as a process, with a fake model server: scripted agents, and agent-runtime itself."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.conftest import CHECK, QUESTION, REPAIR
from tests.fakes.model_servers import FakeServer, OpenAIHandler, Script, serve

ROOT = Path(__file__).parents[2]
ANSWER = "I counted.\n```python\nfinal_answer(1)\n```\n" + "and on, and on " * 300
FIX = "import pathlib; pathlib.Path('tiny.py').write_text('def add(a, b):\\n    return a + b\\n')"
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    root = tmp_path / "tasks"
    (root / "repos" / "tiny").mkdir(parents=True)
    (root / "repos" / "tiny" / "tiny.py").write_text("def add(a, b):\n    return a + b\n")
    for name, text in (("fix-add", REPAIR), ("count", QUESTION)):
        (root / name).mkdir()
        (root / name / "task.toml").write_text(text)
    (root / "fix-add" / "check.py").write_text(CHECK)
    return root


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serve(OpenAIHandler, Script(ANSWER, timings=True)) as server:
        yield server


@pytest.fixture
def bench(tasks: Path, tmp_path: Path, fake: FakeServer) -> Callable[..., Done]:
    def run(*arguments: str, **environment: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", "bench", "--tasks-dir", str(tasks), *arguments],
            cwd=tmp_path, env=_environment(fake) | environment, capture_output=True, text=True, timeout=240,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    return run


def _environment(fake: FakeServer) -> dict[str, str]:
    model = {"MODEL_ID": "openai/tiny", "MODEL_API_BASE": f"{fake.address}/v1", "MODEL_API_KEY": "upstream-key"}
    return {**os.environ, "PYTHONPATH": str(ROOT), **model}


def _agent(name: str, code: str) -> tuple[str, str]:
    return "--agent-cmd", f'{name}={sys.executable} -c "{code}"'


def test_agent_runtime_itself_is_measured_at_the_server(bench: Callable[..., Done], fake: FakeServer) -> None:
    """It cuts the reply behind its code block: hanging up must not end the bench."""
    done = bench("--tasks", "count", "--json", "r.jsonl")
    assert done.returncode == 0, done.stderr
    assert "| agent-runtime | 1 of 1 | – | 1 of 1 | 0 | 0 | 1 | 12 | 5 |" in done.stdout
    assert "[1/1] agent-runtime count: solved · answered" in done.stderr
    assert fake.headers[0]["Authorization"] == "Bearer upstream-key"
    assert "How many functions are there?" in json.dumps(fake.requests[0])


def test_a_workspace_cannot_stand_in_for_a_module(bench: Callable[..., Done], tasks: Path) -> None:
    (tasks / "repos" / "tiny" / "agent_runtime.py").write_text("raise SystemExit('not ours')\n")
    (tasks / "repos" / "tiny" / "json.py").write_text("raise SystemExit('not ours')\n")
    done = bench("--tasks", "count")
    assert "| agent-runtime | 1 of 1 |" in done.stdout, done.stderr


def test_agents_side_by_side(bench: Callable[..., Done], tmp_path: Path) -> None:
    right, wrong = _agent("right", FIX), _agent("wrong", "print(1)")
    done = bench(*right, *wrong, "--agent", "right", "--agent", "wrong", "--json", "r.jsonl", "--logs", "logs")
    assert done.returncode == 0, done.stderr
    assert "| right | 1 of 2 | 1 of 1 | 0 of 1 | 1 | 0 |" in done.stdout
    assert "| wrong | 1 of 2 | 0 of 1 | 1 of 1 | 1 | 0 |" in done.stdout
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert {(row["agent"], row["task"]): row["solved"] for row in rows} == {
        ("right", "fix-add"): True, ("right", "count"): False, ("wrong", "fix-add"): False, ("wrong", "count"): True,
    }  # fmt: skip
    assert "+    return a + b" in (tmp_path / "logs" / "right" / "fix-add-1" / "changes.diff").read_text()


def test_an_interrupted_bench_goes_on(
    bench: Callable[..., Done], tasks: Path, tmp_path: Path, fake: FakeServer
) -> None:
    slow = _agent("slow", "import time; print(1); time.sleep(3)")
    arguments = (*slow, "--agent", "slow", "--tasks", "count", "--repeat", "3", "--json", "r.jsonl")
    argv = [sys.executable, "-m", "agent_runtime.run", "bench", "--tasks-dir", str(tasks), *arguments]
    process = subprocess.Popen(argv, cwd=tmp_path, env=_environment(fake), stdout=-1, stderr=-1, text=True)
    file = tmp_path / "r.jsonl"
    while not (file.exists() and file.read_text()) and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, "interrupted" in errors) == (130, True), errors
    before = len(file.read_text().splitlines())
    assert f"| slow | {before} of {before} |" in output
    assert before < 3
    done = bench(*arguments[:-2], "--resume", "r.jsonl")
    assert f"{3 - before} runs, {before} done before" in done.stderr
    assert "| slow | 3 of 3 |" in done.stdout
    assert len(file.read_text().splitlines()) == 3


def test_runs_side_by_side(bench: Callable[..., Done]) -> None:
    done = bench(*_agent("one", "print(1)"), "--agent", "one", "--tasks", "count", "--repeat", "4", "--jobs", "4")
    assert "| one | 4 of 4 |" in done.stdout


def test_tasks_are_listed_and_validated(bench: Callable[..., Done]) -> None:
    listed = bench("--list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["count", "question", "xs", "-", "tiny"], ["fix-add", "repair", "xs", "check", "tiny"],
    ]  # fmt: skip
    done = bench("--validate", "--tasks", "count")
    assert (done.returncode, done.stdout) == (0, "count: ok\n")


def test_a_bad_task_fails_the_validation(bench: Callable[..., Done], tasks: Path) -> None:
    (tasks / "fix-add" / "check.py").write_text("def test_nothing():\n    pass\n")
    done = bench("--validate", "--tasks", "fix-add")
    assert (done.returncode, done.stdout) == (1, "fix-add: the check passes at the start\n")


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("--tasks", "nothing-*"), {}, "No task matches 'nothing-*'"),
        (("--tasks-dir", "nowhere"), {}, "There are no tasks in 'nowhere'"),
        (("--agent-cmd", "hello"), {}, "'hello' is no NAME=COMMAND"),
        (("--agent-cmd", "agent-runtime=x"), {}, "Two agents have the same name"),
        (("--agent-cmd", "x=no-such-program"), {}, "'no-such-program' of the agent 'x' is not there"),
        (("--agent", "aider"), {}, "There is no agent 'aider'"),
        (("--peers", "nowhere.toml"), {}, "'nowhere.toml' declares no agents"),
        (("--json", "nowhere/r.jsonl"), {}, "is in no folder that exists"),
        (("--json", "a", "--resume", "b"), {}, "--json and --resume exclude each other"),
        (("--resume", "none.jsonl"), {}, "'none.jsonl' cannot be read"),
        ((), {"MODEL_API_BASE": ""}, "names none"),
        (("--model", "embedded/gwen"), {}, "gwen"),
        (("--phoenix",), {}, "--phoenix: http://127.0.0.1:9 does not answer"),
        (("--repeat", "0"), {}, "--repeat"),
    ],
)
def test_bad_input(
    bench: Callable[..., Done], arguments: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    done = bench(*arguments, **environment)
    assert done.returncode in (2, 5)
    assert "Traceback" not in done.stderr
    assert words in re.sub(r"\s*\n[│\s]*", " ", done.stderr)


def test_every_option_is_in_the_documentation(bench: Callable[..., Done]) -> None:
    options = set(re.findall(r"--[a-z][a-z-]+", bench("--help").stdout)) - {"--help"}
    text = (ROOT / "docs" / "benchmarks.md").read_text()
    assert {option for option in options if f"`{option}" not in text} == set()

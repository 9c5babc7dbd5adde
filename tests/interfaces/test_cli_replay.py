"""`replay`, `trace export --fixture`, `policy simulate` and the rating of a run, as a user calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

Run = Callable[..., subprocess.CompletedProcess[str]]
LOOK = "```python\nr = run_cmd('cat main.py')\nprint(r['output'])\n```"
DONE = "```python\nfinal_answer(list_files('*.py')['files'])\n```"
OTHER = "```python\nfinal_answer('from the fork')\n```"


@pytest.fixture
def agent(repo: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", *arguments],
            cwd=repo, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, capture_output=True, text=True, timeout=100,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


def script(path: Path, *replies: str) -> str:
    path.write_text(yaml.safe_dump(list(replies)))
    return f"scripted:{path}"


def test_a_run_is_replayed_kept_forked_and_judged_anew(agent: Run, tmp_path: Path, repo: Path) -> None:
    assert agent("look", "-m", script(tmp_path / "a.yaml", LOOK, DONE)).returncode == 0
    done = agent("replay", "last")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 steps and 2 tool calls came out as recorded (answered)." in done.stdout

    assert "is kept in" in agent("trace", "export", "last", "--fixture", str(tmp_path / "fixture")).stdout
    (repo / "main.py").unlink()
    document = json.loads(agent("replay", str(tmp_path / "fixture"), "--json").stdout)
    assert (document["same"], document["divergence"], document["steps"]) == (True, None, 2)

    trace = tmp_path / "fixture" / "trace.jsonl"
    trace.write_text(trace.read_text().replace("greet('you')", "greet('them')"))
    done = agent("replay", str(tmp_path / "fixture"))
    assert done.returncode == 1
    assert "parts in step 1: result of run_cmd" in done.stdout
    assert "greet('them')" in done.stdout.partition("replayed:")[0]
    assert "greet('you')" in done.stdout.partition("replayed:")[2]

    policy = tmp_path / "strict.toml"
    policy.write_text('version = 1\n[[rule]]\nid = "no-cat"\nprogram = "cat"\ndecision = "DENY"\nreason = "no cats"\n')
    done = agent("policy", "simulate", "--policy", str(policy), "--all")
    assert (done.returncode, "cat main.py" in done.stdout, "no-cat" in done.stdout) == (0, True, True)
    assert "1 of 2 judged calls in 1 runs would change." in done.stdout
    changed = json.loads(agent("policy", "simulate", "last", "--policy", str(policy), "--json").stdout)
    assert (changed["calls"], changed["unchanged"], changed["changes"][0]["after"]) == (2, 1, "deny")

    done = agent(
        "replay", "last", "--live-model", "--step", "2", "-m", script(tmp_path / "b.yaml", OTHER), "--keep",
        str(tmp_path / "copy"),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "from the fork\n")
    assert (tmp_path / "copy" / repo.name / "main.py").is_file()
    assert not (repo / "main.py").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("replay", "nothing"), 1, "There is no run"),
        (("replay",), 2, "Missing argument"),
        (("policy", "simulate", "--all", "--policy", "none.toml"), 2, "is no file"),
        (("trace", "export", "last", "--fixture", "x"), 1, "There is no run"),
    ],
)
def test_bad_input(agent: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = agent(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert words in done.stderr

"""What scripts rely on: documents that fit their schemas, exit codes, nothing that waits, sessions taken up again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.interfaces.terminal import ROOT, block

SCHEMAS = ROOT / "docs" / "schemas"
ASKS = block("print(run_cmd('touch made.txt'))")
DONE = block("final_answer('done')")


def schema(name: str) -> Draft202012Validator:
    data = json.loads((SCHEMAS / name).read_text())
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


class Cli:
    def __init__(self, repo: Path, script: Path) -> None:
        self._repo, self._script = repo, script

    def script(self, *replies: Any) -> None:
        self._script.write_text(json.dumps(list(replies)))

    def __call__(self, *arguments: str, model: bool = True) -> subprocess.CompletedProcess[str]:
        words = [*arguments, *(["-m", f"scripted:{self._script}"] if model else [])]
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", *words], cwd=self._repo, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture
def cli(repo: Path, tmp_path: Path) -> Cli:
    return Cli(repo, tmp_path / "script.json")


def test_json_fits_its_schema(cli: Cli) -> None:
    cli.script(block("print(list_files('*.py')['files'])"), DONE)
    done = cli("look", "-o", "json")
    document = json.loads(done.stdout)
    assert list(schema("result-v1.schema.json").iter_errors(document)) == []
    assert (done.returncode, document["answer"], document["asked"]) == (0, "done", [])
    assert not schema("result-v1.schema.json").is_valid({**document, "outcome": "fine"})


def test_each_line_of_stream_json_fits_its_schema(cli: Cli) -> None:
    code = "p = propose_patch('main.py', old='you', new='all')\napply_patch(p['patch_id'])\nprint(run_cmd('sudo ls'))"
    cli.script({"error": "overloaded"}, block(code), DONE)
    done = cli("look", "-o", "stream-json", "--mode", "auto")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    checker = schema("event-v1.schema.json")
    assert [list(checker.iter_errors(event)) for event in events if not checker.is_valid(event)] == []
    named = {item["if"]["properties"]["type"]["const"] for item in checker.schema["allOf"]}
    assert {event["type"] for event in events} <= named
    assert events[0]["version"] == 1


def test_what_asks_ends_with_4_and_can_be_granted_and_resumed(cli: Cli, repo: Path) -> None:
    cli.script(ASKS)
    first = cli("make it", "-o", "json")
    document = json.loads(first.stdout)
    assert first.returncode == 4
    assert list(schema("result-v1.schema.json").iter_errors(document)) == []
    (asked,) = document["asked"]
    assert (asked["tool"], asked["what"], asked["rule"]) == ("run_cmd", "touch made.txt", "ask.files")
    assert "touch made.txt" in cli("approvals", "pending", model=False).stdout
    grant, resume = (words.split()[1:] for words in asked["allow_with"])
    assert document["error"].count(" ".join(grant)) == 1
    granted = cli(*grant, model=False)
    assert (granted.returncode, granted.stdout.endswith("granted once: touch made.txt\n")) == (0, True)
    cli.script(ASKS, DONE)
    second = cli(*resume, "-o", "json")
    assert json.loads(second.stdout)["session_id"] == document["session_id"]
    assert json.loads(second.stdout)["answer"] == "done"
    assert (repo / "made.txt").exists()
    cli.script(block("print(run_cmd('touch made.txt'))"))
    assert cli("again").returncode == 4  # a grant holds once
    assert "approvals grant" in cli("again").stderr


def test_a_patch_is_granted_as_it_was_shown(cli: Cli, repo: Path) -> None:
    patch = block("p = propose_patch('main.py', old='you', new='all')\nprint(apply_patch(p['patch_id']))")
    cli.script(patch)
    (asked,) = json.loads(cli("change", "-o", "json").stdout)["asked"]
    assert "+print(greet('all'))" in asked["what"]
    cli(*asked["allow_with"][0].split()[1:], model=False)
    cli.script(patch.replace("'all'", "'none'"))
    assert cli("resume").returncode == 4  # another change is another question
    cli.script(patch, DONE)
    assert cli("resume").returncode in (0, 3)
    assert "all" in (repo / "main.py").read_text()


def test_unknown_keys_are_refused(cli: Cli) -> None:
    done = cli("approvals", "grant", "0123456789ab", model=False)
    assert done.returncode == 2
    assert "approvals pending" in done.stderr


def test_continue_and_fork_from_the_command_line(cli: Cli) -> None:
    cli.script(DONE)
    first = json.loads(cli("one", "-o", "json").stdout)["session_id"]
    assert json.loads(cli("two", "-c", "-o", "json").stdout)["session_id"] == first
    assert json.loads(cli("three", "-r", first[:8], "--fork", "-o", "json").stdout)["session_id"] != first
    listed = json.loads(cli("sessions", "list", "--json", model=False).stdout)
    assert sorted(item["tasks"] for item in listed) == [["one", "two"], ["one", "two", "three"]]
    assert first in cli("sessions", "list", model=False).stdout
    assert "  two\n" in cli("sessions", "show", first, model=False).stdout
    assert cli("sessions", "remove", first, model=False).returncode == 0
    assert cli("more", "-r", first).returncode == 2
    both = cli("x", "-c", "-r", first)
    assert (both.returncode, "exclude each other" in both.stderr) == (2, True)


def test_output_schema(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text('{"type": "array", "items": {"type": "string"}}')
    cli.script(block("final_answer('main.py')"), block("final_answer(['main.py'])"))
    done = cli("name files", "-o", "json", "--output-schema", str(path))
    assert json.loads(done.stdout)["answer"] == ["main.py"]
    path.write_text("[")
    wrong = cli("name files", "--output-schema", str(path))
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_limits_and_ephemeral(cli: Cli) -> None:
    cli.script({"text": block("print(1)"), "tokens": 500}, DONE)
    assert cli("count", "--max-tokens", "400").returncode == 6
    cli.script({"text": DONE, "delay": 30})
    assert cli("count", "--timeout", "0.5").returncode == 6
    state = Path(os.environ["XDG_STATE_HOME"])
    before = {path for path in state.rglob("*") if path.is_file()}
    cli.script(DONE)
    assert cli("count", "--ephemeral").stdout == "done\n"
    assert {path for path in state.rglob("*") if path.is_file()} == before
    assert cli("count", "--max-tokens", "many").returncode == 2


def test_a_reader_that_leaves_ends_the_run_in_order(cli: Cli, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "script.json").write_text(json.dumps([block("print(1)"), {"text": DONE, "delay": 2}]))
    command = [sys.executable, "-m", "agent_runtime.run", "look", "-o", "stream-json"]
    with subprocess.Popen(
        [*command, "-m", f"scripted:{tmp_path / 'script.json'}"], cwd=repo, stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as agent:  # fmt: skip
        assert agent.stdout
        assert agent.stderr
        run_id = json.loads(agent.stdout.readline())["run_id"]
        agent.stdout.close()
        complaints = agent.stderr.read().decode()
    assert (agent.returncode, complaints) == (1, "")
    shown = cli("runs", "show", run_id, "--json", model=False)
    assert json.loads(shown.stdout)["outcome"] == "error", shown


def test_a_reader_that_leaves_before_the_answer(cli: Cli, repo: Path, tmp_path: Path) -> None:
    cli.script(DONE)
    agent = f"{sys.executable} -m agent_runtime.run look -q -m scripted:{tmp_path / 'script.json'}"
    done = subprocess.run(
        ["bash", "-c", f"{agent} | true; exit ${{PIPESTATUS[0]}}"], cwd=repo, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")

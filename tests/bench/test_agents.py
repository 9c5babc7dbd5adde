"""Agents: command lines, what they are told, what their end says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.bench.agents import Agent, Said, environment_of, load_peers, own_agent, parse_agent, read_end
from agent_runtime.bench.tasks import Task
from agent_runtime.errors import ConfigError

PEERS = Path(__file__).parents[2] / "bench" / "peers.toml"
ABLATION = PEERS.with_name("ablation.toml")


def test_a_command_line_is_split_and_filled(repair: Task) -> None:
    agent = parse_agent("mine=my-agent --task '{prompt} now' -C {workspace} {unknown_is_kept")
    values = {"prompt": "do {workspace}; rm", "workspace": "/w"}
    assert agent.argv(repair, values) == [
        "my-agent",
        "--task",
        "do {workspace}; rm now",
        "-C",
        "/w",
        "{unknown_is_kept",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my-agent {prompt}", "is no NAME=COMMAND"),
        ("a b=x", "is no NAME=COMMAND"),
        ("x=", "is no NAME=COMMAND"),
        ("x=run 'open", "cannot be split"),
        ("x=run {promt}", "{promt} in the command of 'x'"),
    ],
)
def test_bad_commands(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_agent(text)
    assert words in str(caught.value)


def test_others_learn_check_and_answer_in_words(repair: Task, question: Task) -> None:
    plain = Agent(name="x", command=("x", "{prompt}"))
    own_check = Agent(name="y", command=("y",), verify_arguments=("--test", "{verify}"))
    assert plain.told(repair).endswith("passes: python -m pytest -q")
    assert own_check.told(repair) == repair.prompt
    assert own_check.argv(repair, {"verify": "t"}) == ["y", "--test", "t"]
    assert own_check.argv(question, {"verify": ""}) == ["y"]
    assert "ANSWER:" in plain.told(question)
    assert (own_agent().told(repair), own_agent().told(question)) == (repair.prompt, question.prompt)


@pytest.mark.parametrize(
    ("outcome", "claim"),
    [("verified", "verified"), ("claimed", "done"), ("answered", "done"), ("failed", "none"), ("loop", "none")],
)
def test_our_own_end(outcome: str, claim: str) -> None:
    document = json.dumps({"outcome": outcome, "answer": ["a"]})
    assert read_end(own_agent(), 0, document) == Said(claim, '["a"]', outcome)  # type: ignore[arg-type]


def test_the_end_of_others_is_their_exit_code() -> None:
    other = Agent(name="x", command=("x",))
    assert read_end(other, 0, "all done") == Said("done", "all done", "exit code 0")
    assert read_end(other, 1, "oops").claim == "none"
    assert read_end(other, None, "").claim == "none"
    assert read_end(own_agent(), 1, "Traceback") == Said("none", "", "exit code 1, no document")


def test_the_environment_is_of_the_run(tmp_path: Path) -> None:
    agent = Agent(name="x", command=("x",), environment={"BASE": "{base_url}/x"})
    values = {"api_key": "k", "base_url": "http://127.0.0.1:1/v1"}
    environment = environment_of(agent, values, tmp_path, {"PATH": "/bin", "KEEP": "1", "HOME": "/root"})
    assert environment["PATH"].split(":") == [str(Path(sys.executable).parent), "/bin"]
    assert (environment["HOME"], environment["KEEP"]) == (str(tmp_path), "1")
    assert (environment["OPENAI_API_KEY"], environment["BASE"]) == ("k", "http://127.0.0.1:1/v1/x")


def test_our_peers_are_declared_with_an_installation() -> None:
    agents = load_peers(PEERS)
    assert {"aider", "mini-swe-agent", "smolagents"} <= {agent.name for agent in agents}
    for agent in agents:
        assert "{peers}" in agent.install
        if "{here}" in (word := " ".join(agent.command)):
            assert all(
                Path(part.replace("{here}", str(agent.here))).exists() for part in word.split() if "{here}" in part
            )


def test_a_peer_that_is_not_installed_says_how(tmp_path: Path) -> None:
    aider = next(agent for agent in load_peers(PEERS, tmp_path) if agent.name == "aider")
    with pytest.raises(ConfigError) as caught:
        aider.check_installed()
    assert f"{tmp_path}/aider/bin/pip install aider-chat" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["x = ", "[x]\n", "[x]\ncommand = []\n", '[x]\ncommand = ["a"]\ncolour = 1\n', "x = 1\n"]
)
def test_bad_peer_files(tmp_path: Path, text: str) -> None:
    path = tmp_path / "peers.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match="declares no agents"):
        load_peers(path)


def test_ourselves_with_one_part_switched_off(repair: Task) -> None:
    agents = load_peers(ABLATION)
    code = "from bench.ablated import PARTS; print(*PARTS); [part() for part in PARTS.values()]"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ABLATION.parents[1], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [agent.name for agent in agents] == [f"without-{part}" for part in ended.stdout.split()]
    for agent in agents:
        agent.check_installed()
        assert agent.own
        assert agent.told(repair) == repair.prompt
    assert read_end(agents[0], 0, '{"outcome": "verified", "answer": "x"}') == Said("verified", "x", "verified")

"""The real embedded model behind the real command line. `make test` downloads the model first."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from agent_runtime.agent.offer import system_prompt
from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.models import catalog, download, local, weights
from agent_runtime.models.profiles import Profile
from tests.conftest import REAL_DATA_DIR

ROOT = Path(__file__).parents[1]
MODEL = catalog.find("qwen2.5-coder-1.5b")
pytestmark = pytest.mark.model
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def spec(keep_alive_s: float = 300.0) -> local.ServerSpec:
    """As the command line starts it without settings."""
    profile = Profile(id=MODEL.id, backend="embedded", model=MODEL.name, title=MODEL.title)
    window = local.DEFAULT_CONTEXT_TOKENS
    return weights.server_spec(profile, context_tokens=window, keep_alive_s=keep_alive_s)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state folder for the whole file, so that its server is found again."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(autouse=True)
def real_model(own_folders: None, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(REAL_DATA_DIR.parent))
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    assert download.is_present(MODEL), "run `make model` first"


@pytest.fixture(scope="module", autouse=True)
def stop_servers(state: Path) -> Iterator[None]:
    yield
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state))
        for record in local.running():
            local.stop(record)


@pytest.fixture
def agent(repo: Path) -> Run:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", *arguments],
            cwd=repo, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    return run


def test_the_first_task_of_the_readme(agent: Run) -> None:
    done = agent("List all Python files in this repo", "-o", "json")
    document = json.loads(done.stdout)
    assert document["outcome"] == "answered", done.stderr
    for name in ("main.py", "pkg/__init__.py", "pkg/greet.py"):
        assert name in json.dumps(document["answer"])
    trace = (Path(document["run_dir"]) / "trace.jsonl").read_text()
    spans = [json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"][0] for line in trace.splitlines()]
    kinds = {a["value"]["stringValue"] for s in spans for a in s["attributes"] if a["key"] == "openinference.span.kind"}
    assert kinds >= {"AGENT", "CHAIN", "LLM", "TOOL", "GUARDRAIL"}
    assert any(span["name"] in ("list_files", "rg_search") for span in spans)


def test_the_server_is_found_again_with_a_warm_cache(agent: Run) -> None:
    before = local.ensure(spec())
    document = json.loads(agent("List all Python files in this repo", "-o", "json", "--offline").stdout)
    assert document["usage"]["cached_tokens"] > 0.8 * document["usage"]["prompt_tokens"]
    assert [record.pid for record in local.running()] == [before.pid]
    assert MODEL.name in agent("models", "ps").stdout


def test_the_server_is_bound_to_this_machine_and_wants_its_key() -> None:
    record = local.ensure(spec())
    assert record.file.stat().st_mode & 0o777 == 0o600
    assert httpx.get(f"{record.api_base}/models", trust_env=False).status_code == 401
    key = {"Authorization": f"Bearer {record.api_key}"}
    assert httpx.get(f"{record.api_base}/models", headers=key, trust_env=False).status_code == 200
    for process_file in ("cmdline", "environ"):
        assert record.api_key.encode() not in Path(f"/proc/{record.pid}/{process_file}").read_bytes()


def test_the_system_prompt_is_short(repo: Path) -> None:
    record = local.ensure(spec())
    with Session(repo, settings=Settings(), approver=DenyAll(), policy=Policy.load(repo)) as session:
        specs = [tool.spec for tool in session.tools().values()]
        prompt = system_prompt("repo", specs, session.settings, repo).text
    key = {"Authorization": f"Bearer {record.api_key}"}
    address = record.api_base.removesuffix("/v1") + "/tokenize"
    tokens = httpx.post(address, json={"content": prompt}, headers=key, trust_env=False).json()["tokens"]
    assert len(tokens) <= 700


def test_stale_records_are_noticed_and_replaced() -> None:
    record = local.ensure(spec())
    data = json.loads(record.file.read_text())
    record.file.write_text(json.dumps({**data, "api_key": "wrong"}))  # the watcher keeps it: the pid is right
    second = local.ensure(spec())
    assert second.pid != record.pid
    os.kill(second.pid, signal.SIGKILL)
    third = local.ensure(spec())
    assert third.pid != second.pid
    third.file.write_text(json.dumps({**json.loads(third.file.read_text()), "pid": os.getpid()}))  # a reused pid
    fourth = local.ensure(spec())
    assert fourth.pid not in (os.getpid(), third.pid)
    assert [item.pid for item in local.running()] == [fourth.pid]
    local.stop(fourth)
    assert local.running() == []


def test_an_idle_server_ends_by_itself() -> None:
    record = local.ensure(spec(keep_alive_s=1))
    deadline = time.monotonic() + 180  # where earlier tests left a prefix to keep, it is evaluated first
    while local.is_alive(record) and time.monotonic() < deadline:
        time.sleep(0.3)
    assert not local.is_alive(record)
    assert not record.file.exists()

"""One task with one agent: real processes in fresh folders, judged and cleaned up."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import psutil
import pytest

from agent_runtime.bench.agents import Agent
from agent_runtime.bench.running import Bench, changes
from agent_runtime.bench.tasks import Task
from agent_runtime.bench.upstream import Upstream
from agent_runtime.errors import Interrupted
from agent_runtime.models import local
from tests.bench.conftest import python_agent, upstream_at
from tests.fakes.model_servers import OpenAIHandler, Script, serve

NOWHERE = upstream_at("http://127.0.0.1:9")
FIX = "import pathlib; pathlib.Path('tiny.py').write_text('def add(a, b):\\n    return a + b\\n')"
ASK = """
import json, os, urllib.request
body = json.dumps({"model": "tiny", "stream": True, "messages": []}).encode()
headers = {"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + "/chat/completions", body, headers)
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()
"""


def test_a_solved_task_with_its_counts(repair: Task) -> None:
    with serve(OpenAIHandler, Script("eight ch", timings=True)) as fake:
        result = Bench(lambda: upstream_at(fake.address)).run(repair, python_agent(ASK + FIX), 1)
    assert (result.solved, result.claim, result.outcome, result.exit_code) == (True, "done", "exit code 0", 0)
    assert (result.requests, result.prompt_tokens, result.evaluated_tokens, result.generated_tokens) == (1, 12, 5, 2)
    assert result.key == ("fix-add", "scripted", "openai/tiny", 1)
    assert (result.kind, result.size, result.checked) == ("repair", "xs", True)


def test_done_and_wrong_is_told(repair: Task) -> None:
    result = Bench(lambda: NOWHERE).run(repair, python_agent("print('all good')"), 1)
    assert (result.solved, result.wrong_claim, result.false_verified) == (False, True, False)


def test_a_failing_agent_claims_nothing(repair: Task) -> None:
    result = Bench(lambda: NOWHERE).run(repair, python_agent("raise SystemExit(3)"), 1)
    assert (result.exit_code, result.claim) == (3, "none")
    gone = Bench(lambda: NOWHERE).run(repair, Agent(name="x", command=("/nowhere/agent",)), 1)
    assert (gone.exit_code, gone.claim, gone.solved) == (127, "none", False)


def test_a_question_is_answered_on_stdout(question: Task) -> None:
    result = Bench(lambda: NOWHERE).run(
        question, python_agent("import sys; print(sys.argv[1]); print('ANSWER: one')"), 1
    )
    assert (result.solved, result.requests) == (True, 0)


def test_each_run_has_folders_of_its_own(repair: Task, tmp_path: Path) -> None:
    code = (
        "import json, os, pathlib, subprocess\n"
        "head = subprocess.run(['git', 'log', '--oneline'], capture_output=True, text=True).stdout\n"
        "names = ('HOME', 'XDG_STATE_HOME', 'PYTEST_CURRENT_TEST')\n"
        "facts = {name: os.environ.get(name) for name in names}\n"
        "print(json.dumps({**facts, 'cwd': os.getcwd(), 'commits': len(head.splitlines())}))\n"
        "pathlib.Path.home().joinpath('.left').touch()\n"
    )
    seen = []
    for number in (1, 2):
        bench = Bench(lambda: NOWHERE, logs=tmp_path / "logs")
        bench.run(repair, python_agent(code), number)
        seen.append(json.loads((tmp_path / "logs" / "scripted" / f"fix-add-{number}" / "stdout.txt").read_text()))
    first, second = seen
    assert first["cwd"] != second["cwd"]
    assert first["HOME"] != second["HOME"] != os.environ["HOME"]
    assert first["XDG_STATE_HOME"].startswith(first["HOME"])
    assert (first["commits"], first["PYTEST_CURRENT_TEST"]) == (1, None)
    assert not Path(first["cwd"]).exists()


def test_logs_keep_what_was_said_and_changed(repair: Task, tmp_path: Path) -> None:
    code = f"import sys; print('out'); print('err', file=sys.stderr); {FIX}"
    Bench(lambda: NOWHERE, logs=tmp_path).run(repair, python_agent(code), 1)
    kept = tmp_path / "scripted" / "fix-add-1"
    assert ((kept / "stdout.txt").read_text(), (kept / "stderr.txt").read_text()) == ("out\n", "err\n")
    assert (kept / "changes.diff").read_text() == (
        "--- a/tiny.py\n+++ b/tiny.py\n@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n+    return a + b\n"
    )


def test_changes_of_new_and_removed_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "old.txt").write_text("gone")
    (tmp_path / "b" / "new.txt").write_text("here\n")
    (tmp_path / "b" / ".git").mkdir()
    (tmp_path / "b" / ".git" / "config").write_text("x")
    assert changes(tmp_path / "a", tmp_path / "b").splitlines() == [
        "--- a/new.txt", "+++ b/new.txt", "@@ -0,0 +1 @@", "+here",
        "--- a/old.txt", "+++ b/old.txt", "@@ -1 +0,0 @@", "-gone", "\\ No newline at end of file",
    ]  # fmt: skip


def test_the_limit_ends_the_whole_process_group(repair: Task, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "import os, pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(pids)!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)\n"
    )
    result = Bench(lambda: NOWHERE, timeout_s=3).run(repair, python_agent(code), 1)
    assert (result.outcome, result.claim, result.exit_code) == ("timeout", "none", None)
    assert not any(_runs(int(pid)) for pid in pids.read_text().split())


def test_what_an_agent_leaves_running_is_ended(repair: Task, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(child.pid))\n"
    )
    assert Bench(lambda: NOWHERE).run(repair, python_agent(code), 1).exit_code == 0
    assert not _runs(int(pid.read_text()))


def test_a_stopped_bench_ends_its_runs(repair: Task) -> None:
    bench = Bench(lambda: NOWHERE)
    threading.Timer(1.0, bench.stopped.set).start()
    with pytest.raises(Interrupted):
        bench.run(repair, python_agent("import time; time.sleep(600)"), 1)


def test_the_embedded_server_is_found_through_the_proxy(
    repair: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """agent-runtime keeps the features of its embedded server: it finds the proxy in that server's place."""
    with serve(OpenAIHandler) as fake:
        folder = tmp_path / "servers"
        folder.mkdir()
        me = psutil.Process()
        entry = {
            "model_name": "tiny", "model_path": "/m.gguf", "context_tokens": 4096, "api_key": "k", "pid": me.pid,
            "create_time": me.create_time(), "port": int(fake.address.rpartition(":")[2]), "started": time.time(),
        }  # fmt: skip
        (folder / "tiny-4096.json").write_text(json.dumps(entry))
        record = local.ServerRecord(file=folder / "tiny-4096.json", **entry)
        upstream = Upstream("embedded/tiny", "tiny", record.api_base, "k", record)
        upstream.enter(tmp_path / "state", record.port, "proxy-key")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        (found,) = local.running()
        upstream.touch()
    assert (found.api_key, found.port, found.model_name) == ("proxy-key", record.port, "tiny")
    assert found.file.stat().st_mode & 0o777 == 0o600
    assert json.loads(record.file.read_text())["api_key"] == "k"
    assert record.file.with_suffix(".used").exists()


def test_the_server_is_asked_for_before_each_run(question: Task) -> None:
    """One that has ended between two runs is started again."""
    asked = []

    def find() -> Upstream:
        asked.append(1)
        return upstream_at(f"http://127.0.0.1:{len(asked)}")

    bench = Bench(find)
    code = "import os; print('ANSWER: one')"
    assert [bench.run(question, python_agent(code), number).solved for number in (1, 2)] == [True, True]
    assert len(asked) == 2


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

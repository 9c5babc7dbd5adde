"""One task with one agent: a fresh copy, a limit, an end to every process, a judgement."""

from __future__ import annotations

import contextlib
import difflib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent_runtime.bench.agents import Agent, Said, environment_of, read_end
from agent_runtime.bench.checking import judge
from agent_runtime.bench.proxy import Proxy
from agent_runtime.bench.results import Result
from agent_runtime.bench.tasks import Task, commit_start
from agent_runtime.bench.upstream import Upstream
from agent_runtime.config import data_dir
from agent_runtime.errors import Interrupted

GRACE_S = 3.0
"""Between SIGTERM and SIGKILL when the time is over."""
OWN_LIMIT = 0.95
"""Of the limit, what an agent is told as its own, so that it can end by itself and say how far it came."""
_MAX_OUTPUT = 1 << 20
_PARENT_TESTS = ("PYTEST_", "COV_", "GIT_")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    exit_code: int | None
    """None when its time was over."""
    seconds: float
    stdout: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What all runs of a bench share."""

    find: Callable[[], Upstream]
    """The server, asked for before each run: one that has ended since is started again."""
    timeout_s: float | None = None
    """Instead of each task's own."""
    logs: Path | None = None
    """Where each run's output and changes are kept."""
    traces: bool = False
    """Whether agent-runtime sends its spans to Phoenix."""
    environ: Mapping[str, str] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set it to end the runs that are under way."""

    def run(self, task: Task, agent: Agent, repeat: int) -> Result:
        """Run and judge one task.

        Raises:
            SandboxError: the hidden check cannot be run here. Interrupted: the bench was stopped.
        """
        upstream = self.find()
        root = Path(tempfile.mkdtemp(prefix="agent-bench-")).resolve()
        try:
            workspace = root / "work" / task.repo
            workspace.parent.mkdir()
            task.write_start(workspace)
            commit_start(workspace)
            with Proxy(upstream) as proxy:
                ended = self._start(task, agent, proxy, root, workspace)
            counts = proxy.counts
            if self.stopped.is_set():
                raise Interrupted("The bench was stopped.")
            said = read_end(agent, ended.exit_code, ended.stdout)
            judgement = judge(task, workspace, said.answer)
            self._keep(task, agent, repeat, root, workspace)
        finally:
            shutil.rmtree(root, ignore_errors=True)
        return Result(
            task=task.id, kind=task.kind, size=task.size, checked=task.verify is not None, agent=agent.name,
            model=upstream.model_id, repeat=repeat, solved=judgement.solved, detail=judgement.detail,
            claim=said.claim, outcome=_outcome(ended, said), exit_code=ended.exit_code,
            seconds=round(ended.seconds, 2), requests=counts.requests, prompt_tokens=counts.prompt_tokens,
            evaluated_tokens=counts.evaluated_tokens, generated_tokens=counts.generated_tokens,
            uncounted=counts.uncounted, answer=said.answer[-2000:],
        )  # fmt: skip

    def _start(self, task: Task, agent: Agent, proxy: Proxy, root: Path, workspace: Path) -> Ended:
        limit = self.timeout_s or task.timeout_s
        home, scratch = root / "home", root / "scratch"
        for folder in (home, scratch):
            folder.mkdir()
        prompt = agent.told(task)
        (scratch / "prompt.txt").write_text(prompt, encoding="utf-8")
        values = {
            "prompt": prompt, "prompt_file": str(scratch / "prompt.txt"), "workspace": str(workspace),
            "base_url": proxy.upstream.base_at(proxy.address), "api_key": proxy.key, "model": proxy.upstream.model,
            "verify": task.verify or "", "timeout_s": f"{limit * OWN_LIMIT:g}", "peers": str(agent.peers),
            "here": str(agent.here), "scratch": str(scratch), "python": sys.executable,
        }  # fmt: skip
        environment = environment_of(agent, values, home, self._environ())
        if agent.own:
            proxy.upstream.enter(home / "state", proxy.port, proxy.key)
            environment |= self._own_environment(task, values, proxy.upstream)
        return run_process(agent.argv(task, values), workspace, environment, limit, root, self.stopped)

    def _environ(self) -> dict[str, str]:
        environ = os.environ if self.environ is None else self.environ
        return {name: value for name, value in environ.items() if not name.startswith(_PARENT_TESTS)}

    def _own_environment(self, task: Task, values: Mapping[str, str], upstream: Upstream) -> dict[str, str]:
        """What agent-runtime is told by its settings; everything else comes from the caller's environment."""
        own = {
            "MODEL_ID": upstream.model_id,
            "XDG_DATA_HOME": str(data_dir().parent),
            "AGENT_VERIFY": task.verify or "",
            # The package that this bench belongs to, however it was started.
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        if upstream.record is not None:
            own |= {"MODEL_CONTEXT_TOKENS": str(upstream.record.context_tokens), "MODEL_API_BASE": ""}
        else:
            own |= {"MODEL_API_BASE": values["base_url"], "MODEL_API_KEY": values["api_key"]}
        return own if self.traces else own | {"PHOENIX_ENABLED": "false"}

    def _keep(self, task: Task, agent: Agent, repeat: int, root: Path, workspace: Path) -> None:
        if self.logs is None:
            return
        target = self.logs / agent.name / f"{task.id}-{repeat}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in ("stdout", "stderr"):
            shutil.copy(root / name, target / f"{name}.txt")
        task.write_start(root / "start")
        (target / "changes.diff").write_text(changes(root / "start", workspace), encoding="utf-8")
        for runs in (root / "home" / "state").glob("*/runs"):
            shutil.copytree(runs, target / "runs", symlinks=True)


def changes(start: Path, workspace: Path) -> str:
    """What differs between two folders, as a unified diff; not by git, whose configuration the agent could change."""
    texts = [_texts(folder) for folder in (start, workspace)]
    lines: list[str] = []
    for name in sorted(texts[0].keys() | texts[1].keys()):
        old, new = (side.get(name, "").splitlines(keepends=True) for side in texts)
        lines += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _texts(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.is_symlink() and not {".git", "__pycache__", ".pytest_cache"} & set(parts):
            found["/".join(parts)] = path.read_text(encoding="utf-8", errors="replace")
    return found


def run_process(
    argv: list[str], cwd: Path, environment: Mapping[str, str], limit_s: float, logs: Path, stopped: threading.Event
) -> Ended:
    """Run a command in a session of its own until its end, the limit or `stopped`, then end whatever it left behind."""
    started = time.monotonic()
    with (logs / "stdout").open("wb") as out, (logs / "stderr").open("wb") as err:
        try:
            process = subprocess.Popen(
                argv, cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            err.write(f"{argv[0]}: {error}\n".encode())
            return Ended(127, 0.0, "")
        try:
            while process.poll() is None and time.monotonic() - started < limit_s and not stopped.is_set():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
            exit_code = process.poll()
        finally:
            seconds = time.monotonic() - started
            _end_group(process)
    with (logs / "stdout").open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _MAX_OUTPUT))
        text = file.read().decode("utf-8", "replace")
    return Ended(exit_code, seconds, text)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, time to go, SIGKILL: to the agent's whole process group."""
    group = process.pid  # of its own session
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.poll() is None:
            os.killpg(group, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE_S)
        os.killpg(group, signal.SIGKILL)
    process.wait()


def _outcome(ended: Ended, said: Said) -> str:
    return "timeout" if ended.exit_code is None else said.outcome

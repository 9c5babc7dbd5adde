"""Runs the corpus in a jail, as root or as another user, and says what got out."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from agent_runtime.errors import AgentRuntimeError
from agent_runtime.jail.backends import BACKENDS
from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.seccomp import ALLOWED, REFUSED
from agent_runtime.types import JsonValue, Observation, ToolParameter, ToolSpec
from tests.jail.corpus import ATTEMPTS, PRELUDE

SECRET = "JAIL_TEST_SECRET"
MORE_NUMBERS = {"x86_64": {"clone3": 435, "openat2": 437}, "aarch64": {"clone3": 435, "openat2": 437}}


class EchoHost:
    """One tool that gives back what it got, and a record of all calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, JsonValue]]] = []

    def specs(self) -> tuple[ToolSpec, ...]:
        return (ToolSpec("echo", "Give back the value.", (ToolParameter("value", "Any", True),), "Any"),)

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        self.calls.append((name, dict(arguments)))
        return Observation("1", arguments["value"])


def numbers() -> dict[str, int]:
    column = 0 if platform.machine() == "x86_64" else 1
    table = {name: pair[column] for name, pair in {**ALLOWED, **REFUSED}.items()}
    return {name: n for name, n in table.items() if n is not None} | MORE_NUMBERS[platform.machine()]


def interpreter() -> str | None:
    """This Python if this user can reach it, else the system's."""
    base = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    return None if os.access(base, os.X_OK) else shutil.which("python3", path="/usr/bin")


@contextlib.contextmanager
def targets() -> Iterator[dict[str, JsonValue]]:
    """Things on the host that an escape would reach."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as unix,
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams,
        subprocess.Popen(["sleep", "300"]) as victim,
    ):
        Path(folder).chmod(0o777)
        canary = Path(folder, "canary")
        canary.write_text("canary")
        canary.chmod(0o666)
        udp.bind(("127.0.0.1", 0))
        unix.bind(f"{folder}/socket")
        Path(folder, "socket").chmod(0o777)
        unix.listen()
        name = f"jail-test-{os.getpid()}"
        abstract.bind("\0" + name)
        abstract.listen()
        datagrams.bind("\0" + name + "-d")
        os.environ[SECRET] = "secret"
        try:
            yield {
                "CANARY": str(canary),
                "FOLDER": folder,
                "PORT": tcp.getsockname()[1],
                "UDP": udp.getsockname()[1],
                "UNIX": f"{folder}/socket",
                "ABSTRACT": name,
                "HOST_PID": os.getpid(),
                "VICTIM_PID": victim.pid,
                "SECRET": SECRET,
                "NR": dict(numbers()),
            }
            assert victim.poll() is None, "the victim was killed"
            assert canary.read_text() == "canary", "the canary was changed"
            assert sorted(path.name for path in Path(folder).iterdir()) == ["canary", "socket"], "files were made"
            assert oct(canary.stat().st_mode)[-3:] == "666", "the mode was changed"
        finally:
            victim.kill()


def run_corpus(backend: str) -> dict[str, str]:
    """Attempt -> what got out, for those that succeeded."""
    escaped: dict[str, str] = {}
    host = EchoHost()
    limits = JailLimits(step_s=5, grace_s=0.5)
    with (
        targets() as found,
        JailedPythonExecutor(host, backend=BACKENDS[backend], limits=limits, python=interpreter()) as jail,
    ):
        jail.send_variables(found)
        for name, attempt in ATTEMPTS.items():
            with contextlib.suppress(AgentRuntimeError):
                jail(PRELUDE)
                output = jail(attempt)
                if output.is_final_answer:
                    escaped[name] = f"forged a final answer {output.output!r}"
            try:
                left = jail("repr(escaped) if globals().get('escaped') else None").output
            except AgentRuntimeError as error:
                left = f"the next step failed: {error}"
            if left:
                escaped[name] = left
        if any(name != "echo" for name, _ in host.calls):
            escaped["tools"] = repr(host.calls)
        for _, arguments in host.calls:
            if type(arguments["value"]) not in (str, dict):
                escaped["laundering"] = repr(arguments)
    return escaped


def main() -> None:
    backend, user = sys.argv[1:]
    if user != "self":
        # Everything the host imports late must be loaded while it can still be read.
        with JailedPythonExecutor(EchoHost(), backend=BACKENDS[backend]) as jail:
            jail("1")
        uid, gid = map(int, user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        os.environ["HOME"] = "/"
        import agent_runtime.jail.process as process

        process.spawner.cache_clear()
    print(json.dumps(run_corpus(backend)))


if __name__ == "__main__":
    main()

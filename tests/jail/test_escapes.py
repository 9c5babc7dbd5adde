"""Nothing of the corpus gets out, in each backend that works here, as this user and, when that is root, as another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from agent_runtime.jail.backends import BACKENDS
from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.jail.probe import probe
from tests.jail.corpus import ATTEMPTS, PRELUDE
from tests.jail.harness import EchoHost, targets

WORKING = [item.name for item in probe() if item.works]
USERS = ["self", *(["65534:65534"] if os.geteuid() == 0 else [])]


@cache
def escapes(backend: str, user: str) -> dict[str, str]:
    harness = Path(__file__).with_name("harness.py")
    result = subprocess.run(
        [sys.executable, str(harness), backend, user],
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    found: dict[str, str] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("backend", WORKING)
def test_nothing_gets_out(backend: str, user: str) -> None:
    assert len(ATTEMPTS) >= 60
    assert escapes(backend, user) == {}


@pytest.mark.parametrize(
    "name",
    [
        "raw openat",
        "os.system",
        "subprocess",
        "open a host file",
        "O_PATH and /proc/self/fd",
        "raw TCP connect",
        "UDP",
        "netlink",
        "abstract unix socket",
        "memfd",
        "datagram pair sent elsewhere",
        "libc system",
        "raw getdents of the canary's folder",
        "kill the host",
    ],
)
def test_the_corpus_escapes_where_nothing_confines_it(name: str) -> None:
    """The control: these attempts are able to succeed."""
    with targets() as found, JailedPythonExecutor(EchoHost(), backend=BACKENDS["none"]) as jail:
        jail.send_variables(found)
        jail(PRELUDE)
        attempt = ATTEMPTS[name]
        jail(attempt)
        assert jail("bool(escaped)").output is True

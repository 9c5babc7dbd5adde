"""AGENT_OFFLINE: nothing leaves this machine. The guard is for good, so it is tried in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.offline import is_local_host
from tests.fakes.model_servers import OpenAIHandler, Script, serve

ROOT = Path(__file__).parents[1]


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from agent_runtime import offline\noffline.enforce()\n" + code],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60,
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('203.0.113.7', 80), 1)",
        "import socket; socket.socket().connect(('203.0.113.7', 80))",
        "import socket; socket.socket().connect_ex(('203.0.113.7', 80))",
        "import _socket; _socket.socket().connect(('203.0.113.7', 80))",
        "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('203.0.113.7', 53))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('203.0.113.7', 53))",
        "import socket; socket.getaddrinfo('example.org', 443)",
        "import socket; socket.gethostbyname('example.org')",
        "import urllib.request; urllib.request.urlopen('http://example.org/', timeout=2)",
        "import httpx; httpx.get('https://203.0.113.7/')",
        "import asyncio; asyncio.run(asyncio.open_connection('203.0.113.7', 80))",
        "import sys; sys.modules.pop('socket', None); import socket; socket.create_connection(('example.org', 80))",
    ],
)
def test_every_way_out_is_refused(code: str) -> None:
    output = run(code)
    assert "was refused: AGENT_OFFLINE allows nothing but this machine" in output


def test_this_machine_can_be_reached() -> None:
    code = """
import socket, threading, urllib.request, http.server
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for host in ("127.0.0.1", "localhost"):
    print(urllib.request.urlopen(f"http://{host}:{server.server_port}/").status)
a, b = socket.socketpair()
a.send(b"x")
print(b.recv(1))
"""
    assert run(code).split() == ["200", "200", "b'x'"]


def test_what_counts_as_this_machine() -> None:
    for host in (None, "", "localhost", "127.0.0.1", "127.9.9.9", "::1", b"localhost"):
        assert is_local_host(host)
    for host in ("0.0.0.0", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", "example.org", "::", b"x"):
        assert not is_local_host(host)


RECORDER = """
import json, os, sys

def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        found = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        found = arguments[0]
    else:
        return
    with open(os.environ["CONNECTIONS"], "a") as file:
        file.write(json.dumps([event, str(found)]) + "\\n")

sys.addaudithook(hook)
"""
TASK = 'I list them.\n```python\nfinal_answer(list_files("*.py")["files"])\n```'


def agent(repo: Path, *arguments: str, within: tuple[str, ...] = (), **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [*within, sys.executable, "-m", "agent_runtime.run", *arguments],
        cwd=repo, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_whole_task_connects_to_nothing_but_its_model(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(RECORDER)
    log = tmp_path / "connections"
    with serve(OpenAIHandler, Script(TASK)) as server:
        code, output, errors = agent(
            repo, "List all Python files", "-m", "openai/tiny",
            MODEL_API_BASE=f"{server.address}/v1", MODEL_API_KEY="k", PHOENIX_ENABLED="false",
            CONNECTIONS=str(log), PYTHONPATH=f"{tmp_path}:{ROOT}",
        )  # fmt: skip
        assert (code, output.split()) == (0, ["main.py", "pkg/__init__.py", "pkg/greet.py"]), errors
    found = [json.loads(line)[1] for line in log.read_text().splitlines()]
    port = server.address.rpartition(":")[2]
    assert any(port in entry for entry in found)
    assert [entry for entry in found if "127.0.0.1" not in entry and entry != "localhost"] == []


def test_a_whole_task_without_any_network(repo: Path, tmp_path: Path) -> None:
    """In a network namespace that holds only loopback: whatever program tried to get out would fail."""
    bwrap = shutil.which("bwrap")
    assert bwrap is not None
    script = tmp_path / "script.json"
    script.write_text(json.dumps([TASK]))
    code, output, errors = agent(
        repo, "List all Python files", "-m", f"scripted:{script}", "--offline", "--jail", "landlock",
        within=(bwrap, "--dev-bind", "/", "/", "--unshare-net"),
    )  # fmt: skip
    assert (code, output.split()) == (0, ["main.py", "pkg/__init__.py", "pkg/greet.py"]), errors


def test_offline_refuses_a_model_elsewhere_and_gives_commands_no_network(repo: Path, tmp_path: Path) -> None:
    code, _, errors = agent(repo, "Hello", "-m", "openai/x", "--offline", MODEL_API_BASE="http://203.0.113.5/v1")
    assert code == 2
    assert "AGENT_OFFLINE is set" in errors
    script = tmp_path / "script.json"
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    command = f"python3 -c {json.dumps(reach)}"
    script.write_text(
        json.dumps([f"I try.\n```python\nr = run_cmd({command!r})\nprint(r)\nfinal_answer(r['output'])\n```"])
    )
    code, output, _ = agent(repo, "Hello", "-m", f"scripted:{script}", "--offline", "--allow-shell", "--mode", "auto")
    assert code == 0
    assert "unreachable" in output or "not permitted" in output or "Connection refused" in output

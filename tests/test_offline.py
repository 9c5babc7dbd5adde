"""AGENT_OFFLINE: nothing leaves this machine. The guard is for good, so it is tried in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.offline import is_local_host

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

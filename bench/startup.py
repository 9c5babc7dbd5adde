"""How long the command line takes: `--version`, and up to the first request that reaches a model server.

    python bench/startup.py [--rounds N]

Ratios within one run, because machines are shared and noisy: `--version` against `python -c pass`, and the time until
the first request arrives at a stub server against importing LiteLLM alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar


class Stub(BaseHTTPRequestHandler):
    """Notes when a request comes, and answers it with an error that is not repeated."""

    arrived: ClassVar[list[float]] = []

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Any completion."""
        self.arrived.append(time.monotonic())
        body = b'{"error": {"message": "stub", "type": "test"}}'
        self.send_response(422)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def seconds(command: list[str], environment: dict[str, str] | None = None) -> float:
    """Wall time of a command."""
    started = time.monotonic()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.monotonic() - started


def first_request(address: str, environment: dict[str, str], folder: str) -> float:
    """Seconds from the start of the command until the stub sees its request."""
    Stub.arrived.clear()
    started = time.monotonic()
    command = [sys.executable, "-m", "agent_runtime.run", "-C", folder, "-m", "openai/stub", "hello"]
    subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**environment, "MODEL_API_BASE": address},
    )  # fmt: skip
    return Stub.arrived[0] - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    server = HTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1"
    environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "PHOENIX_ENABLED": "false"}
    figures: dict[str, list[float]] = {"pass": [], "version": [], "litellm": [], "request": []}
    with tempfile.TemporaryDirectory() as folder:
        environment["XDG_STATE_HOME"] = folder
        for _ in range(rounds):
            figures["pass"].append(seconds([sys.executable, "-c", "pass"]))
            figures["version"].append(seconds([sys.executable, "-m", "agent_runtime.run", "--version"]))
            figures["litellm"].append(seconds([sys.executable, "-c", "import litellm"], environment))
            figures["request"].append(first_request(address, environment, folder))
    server.shutdown()
    middle = {name: statistics.median(values) for name, values in figures.items()}
    for name, value in middle.items():
        print(f"{name:10} {value:7.3f} s (median of {rounds})")
    print(f"--version against python -c pass: {middle['version'] / middle['pass']:.2f} x, "
          f"{middle['version'] - middle['pass']:+.3f} s (must reach +0.15 s)")  # fmt: skip
    print(f"first request against importing LiteLLM: {middle['request'] / middle['litellm']:.2f} x, "
          f"{middle['request'] - middle['litellm']:+.3f} s (must reach +0.5 s)")  # fmt: skip


if __name__ == "__main__":
    main()

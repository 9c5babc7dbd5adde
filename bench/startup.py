"""How long the command line takes: `--version`, the prompt, a key's echo, and the first request to a model server.

    python bench/startup.py [--rounds N]

Ratios within one run, because machines are shared and noisy: `--version` against `python -c pass`, and the time until
the first request arrives at a stub server against importing LiteLLM alone; the same for the embedded model (which must
be there), for whose running server the stub stands in. At a pseudo-terminal: the time until the prompt takes a key,
from a key to its echo and from Ctrl-C to the end of the step while the agent works, and the memory of an idle
conversation.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import psutil

KEYS = 20


class Stub(BaseHTTPRequestHandler):
    """Notes when a request comes, and answers it with an error that is not repeated."""

    arrived: ClassVar[list[float]] = []

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The list of models, by which a server is found alive."""
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

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


def enter_as_embedded(port: int, state: str) -> None:
    """Write the stub down as the embedded model's running server."""
    os.environ["XDG_STATE_HOME"] = state
    from agent_runtime.config import Settings
    from agent_runtime.models.local import ServerRecord
    from agent_runtime.models.registry import make_model

    model: Any = make_model(Settings())
    spec = model._server_spec()
    own = psutil.Process()
    record = ServerRecord(
        spec.name, str(spec.path), spec.context_tokens, "key", own.pid, own.create_time(), port, time.time(), spec.file
    )
    spec.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fields = {name: value for name, value in dataclasses.asdict(record).items() if name != "file"}
    spec.file.write_text(json.dumps(fields))


def first_request(address: str, environment: dict[str, str], folder: str, model: str) -> float:
    """Seconds from the start of the command until the stub sees its request."""
    Stub.arrived.clear()
    started = time.monotonic()
    command = [sys.executable, "-m", "agent_runtime.run", "-C", folder, "-m", model, "hello"]
    subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**environment, "MODEL_API_BASE": "" if model.startswith("embedded/") else address},
    )  # fmt: skip
    return Stub.arrived[0] - started


@contextmanager
def conversation(folder: str, script: Path, environment: dict[str, str]) -> Iterator[tuple[int, int, float]]:
    """`chat` at a pseudo-terminal: its process, its terminal, and when it was started."""
    words = [sys.executable, "-m", "agent_runtime.run", "chat", "-C", folder, "-m", f"scripted:{script}", "--ephemeral"]
    started = time.monotonic()
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(words[0], words, {**environment, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"})
    try:
        yield process, terminal, started
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
        os.close(terminal)


def until(terminal: int, wanted: bytes, limit_s: float = 120) -> float:
    """When `wanted` was written."""
    seen, end = b"", time.monotonic() + limit_s
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)
            if wanted in seen:
                return time.monotonic()
    raise TimeoutError(f"{wanted!r} was not written: {seen[-500:]!r}")


def prompt_figures(folder: str, environment: dict[str, str]) -> tuple[float, list[float], float, float]:
    """Seconds until a key is echoed, from a key to its echo while the agent works, and from Ctrl-C to the end of the
    step; MB when idle."""
    script = Path(folder) / "script.json"
    busy = "n = 0\nfor i in range(300):\n    n += len(list_files('*')['files'])\n    print(i)\nfinal_answer(n)"
    script.write_text(json.dumps([f"```python\n{busy}\n```"] * 3))
    with conversation(folder, script, environment) as (process, terminal, started):
        until(terminal, b"\x1b[?2004h")  # the prompt's editor has the terminal: no echo but its own
        os.write(terminal, b"q")
        prompt_s = until(terminal, b"q") - started
        os.write(terminal, b"\x7f")
        until(terminal, b"sandbox")
        time.sleep(1)
        memory = psutil.Process(process).memory_info().rss / 1e6
        os.write(terminal, b"work\r")
        until(terminal, b"list_files")
        echoes = []
        for number in range(KEYS):
            key = bytes([ord("A") + number])
            before = time.monotonic()
            os.write(terminal, key)
            echoes.append(until(terminal, key) - before)
            time.sleep(0.05)
        before = time.monotonic()
        os.write(terminal, b"\x03")
        return prompt_s, echoes, until(terminal, b"nterrupted") - before, memory


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    server = HTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1"
    environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "PHOENIX_ENABLED": "false"}
    figures: dict[str, list[float]] = {
        "pass": [],
        "version": [],
        "litellm": [],
        "request": [],
        "embedded": [],
        "prompt": [],
        "echo": [],
        "interrupt": [],
    }
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        environment["XDG_STATE_HOME"] = folder
        enter_as_embedded(server.server_port, folder)
        for _ in range(rounds):
            figures["pass"].append(seconds([sys.executable, "-c", "pass"]))
            figures["version"].append(seconds([sys.executable, "-m", "agent_runtime.run", "--version"]))
            figures["litellm"].append(seconds([sys.executable, "-c", "import litellm"], environment))
            figures["request"].append(first_request(address, environment, folder, "openai/stub"))
            embedded = first_request(address, environment, folder, "embedded/qwen2.5-coder-1.5b")
            figures["embedded"].append(embedded)
            prompt_s, echoes, interrupt_s, used = prompt_figures(folder, environment)
            figures["prompt"].append(prompt_s)
            figures["echo"].extend(echoes)
            figures["interrupt"].append(interrupt_s)
            memory.append(used)
    server.shutdown()
    middle = {name: statistics.median(values) for name, values in figures.items()}
    for name, value in middle.items():
        print(f"{name:10} {value:7.3f} s (median of {rounds})")
    print(f"--version against python -c pass: {middle['version'] / middle['pass']:.2f} x, "
          f"{middle['version'] - middle['pass']:+.3f} s (must reach +0.15 s)")  # fmt: skip
    print(f"first request against importing LiteLLM: {middle['request'] / middle['litellm']:.2f} x, "
          f"{middle['request'] - middle['litellm']:+.3f} s (must reach +0.5 s)")  # fmt: skip
    print(f"first request to the embedded model: {middle['embedded']:.3f} s in all")
    print(f"prompt against python -c pass: {middle['prompt'] - middle['pass']:+.3f} s (must reach +0.6 s)")
    print(f"key to echo while the agent works: {middle['echo'] * 1000:.0f} ms median (must reach 30 ms)")
    print(f"Ctrl-C to the end of a running step: {middle['interrupt'] * 1000:.0f} ms median (must reach 300 ms)")
    print(f"memory of an idle conversation: {statistics.median(memory):.0f} MB")


if __name__ == "__main__":
    main()

"""What choosing, calling and falling back cost: ratios of one run.

    python -W ignore -m bench.models              # choice, overhead, balancing, a dead primary
    python -W ignore -m bench.models --embedded   # and the embedded server against llama.cpp called directly

`--llama-cpp-python PYTHON` adds the same model through llama-cpp-python, installed for that interpreter.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from agent_runtime.config import Settings, config_dir, data_dir
from agent_runtime.models.base import ChatModel, Message, SilentWatcher
from agent_runtime.models.registry import Registry, make_model

PROMPT = [
    Message("system", "You are brief."),
    Message("user", "Tell a long story about a lighthouse keeper, without any code."),
]
TOKENS = 200


class Server(BaseHTTPRequestHandler):
    """An OpenAI-compatible stream of 200 tokens at a fixed pace; one reply at a time, as one GPU would."""

    protocol_version = "HTTP/1.1"
    pace_s = 0.0
    turn: threading.Lock

    def log_message(self, format: str, *arguments: Any) -> None: ...

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        frame = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": request["model"]}
        with self.turn:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            due = time.perf_counter()
            for _ in range(TOKENS):
                due += self.pace_s
                time.sleep(max(0.0, due - time.perf_counter()))
                self._event({**frame, "choices": [{"index": 0, "delta": {"content": "word "}}]})
            self._event({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            usage = {"prompt_tokens": 20, "completion_tokens": TOKENS, "total_tokens": 20 + TOKENS}
            self._event({**frame, "choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, value: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())


@contextmanager
def server(pace_s: float) -> Iterator[str]:
    handler = type("Bound", (Server,), {"pace_s": pace_s, "turn": threading.Lock()})
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/v1"
    running.shutdown()
    running.server_close()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def declare(text: str) -> None:
    path = config_dir() / "models.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def profile(name: str, address: str, **more: object) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in more.items()]
    base = ["[[model]]", f'id = "{name}"', 'backend = "openai"', 'model = "m"', f'api_base = "{address}"']
    return "\n".join([*base, *lines, ""])


def raw(address: str, name: str = "m", key: str = "none") -> int:
    """The same request over plain HTTP; returns the tokens of the reply."""
    tokens = 0
    body = {
        "model": name, "stream": True, "stream_options": {"include_usage": True}, "max_tokens": TOKENS,
        "temperature": 0.0, "messages": [{"role": message.role, "content": message.content} for message in PROMPT],
    }  # fmt: skip
    with httpx.stream(
        "POST", f"{address}/chat/completions", json=body, headers={"Authorization": f"Bearer {key}"}, timeout=600
    ) as response:
        for line in response.iter_lines():
            if line.startswith("data: {"):
                tokens = (json.loads(line[6:]).get("usage") or {}).get("completion_tokens", tokens)
    return tokens


def complete(model: ChatModel) -> int:
    """One completion; returns the tokens of the reply."""
    return model.complete(PROMPT, SilentWatcher()).usage.completion_tokens


def rate(work: Callable[[], int]) -> float:
    """Tokens a second."""
    started = time.perf_counter()
    return work() / (time.perf_counter() - started)


def choice(workspace: Path) -> None:
    """Rules and the Router's pick."""
    routes = '[[route]]\nif = {need = "planning"}\nthen = "a"\n' * 10 + '[[route]]\nif = {match = "x+y"}\nthen = "b"\n'
    declare(profile("a", "http://127.0.0.1:9/v1") + profile("b", "http://127.0.0.1:9/v1") + routes)
    from agent_runtime.models.choosing import choose

    registry = Registry.load(workspace)
    rules = statistics.median(seconds(lambda: choose(registry, "Fix the bug in parse_date()")) for _ in range(200))
    declare(
        profile("a", "http://127.0.0.1:9/v1") + profile("b", "http://127.0.0.1:9/v1") + '[aliases]\np = ["a", "b"]\n'
    )
    model: Any = make_model(Settings(model_id="p"), workspace=workspace)
    model.warm_up()
    pick = statistics.median(seconds(lambda: model.pick("a+b")[1].close()) for _ in range(200))
    print(f"choosing a model: rules {rules * 1e3:.2f} ms, pick among equals {pick * 1e3:.2f} ms (at most 2 ms)")


def overhead(workspace: Path, rounds: int) -> None:
    """Our client against plain HTTP, turn by turn, on a server that needs 20 ms a token."""
    with server(0.02) as address:
        declare(profile("a", address))
        model = make_model(Settings(model_id="a", model_max_tokens=TOKENS), workspace=workspace)
        complete(model)
        ratios = [seconds(lambda: complete(model)) / seconds(lambda: raw(address)) for _ in range(rounds)]
        print(f"client over raw HTTP, {TOKENS} tokens: {statistics.median(ratios):.3f} x (at most 1.05)")


def balance(workspace: Path) -> None:
    """Eight requests at once to one server, and to two equal ones."""
    with server(0.01) as one, server(0.01) as two:
        declare(profile("a", one) + profile("b", two) + '[aliases]\nalone = ["a"]\npair = ["a", "b"]\n')

        def eight(name: str) -> float:
            model = make_model(Settings(model_id=name, model_max_tokens=TOKENS), workspace=workspace)
            model.warm_up()
            complete(model)
            with ThreadPoolExecutor(8) as pool:
                return seconds(lambda: list(pool.map(lambda _: complete(model), range(8))))

        alone, pair = eight("alone"), eight("pair")
        print(f"eight requests, two equal servers over one: {alone / pair:.2f} x the throughput (at least 1.8)")


def dead(workspace: Path) -> None:
    """A primary that does not answer a connection at all: 192.0.2.1 leads nowhere (RFC 5737)."""
    with server(0.0) as address:
        declare(profile("a", "http://192.0.2.1/v1", fallback=["b"]) + profile("b", address))
        model = make_model(Settings(model_id="a", model_max_tokens=TOKENS), workspace=workspace)
        model.warm_up()
        first = seconds(lambda: complete(model))
        later = [seconds(lambda: complete(model)) for _ in range(5)]
        other = make_model(Settings(model_id="a", model_max_tokens=TOKENS), workspace=workspace)
        other.warm_up()
        anew = seconds(lambda: complete(other))
        print(
            f"dead primary: first call {first:.1f} s (one connect time-out), then {statistics.median(later):.2f} s, "
            f"from a new process {anew:.2f} s"
        )


def embedded(workspace: Path, python: str | None, rounds: int) -> None:
    """Tokens a second through our server, through llama.cpp's server called directly, and through llama-cpp-python."""
    model: Any = make_model(
        Settings(model_id="embedded/qwen2.5-coder-0.5b", model_max_tokens=TOKENS, model_temperature=0.0),
        workspace=workspace,
    )
    complete(model)
    record = model._ensure_server()
    ours, direct = [], []
    for _ in range(rounds):
        ours.append(rate(lambda: complete(model)))
        direct.append(rate(lambda: raw(record.api_base, record.model_name, record.api_key)))
    ratio = statistics.median(o / d for o, d in zip(ours, direct, strict=True))
    print(f"embedded: tokens a second through our client over llama.cpp called directly: {ratio:.3f} x (at least 0.97)")
    if python is not None:
        declare(
            f'[[model]]\nid = "l"\nbackend = "llama-cpp-python"\nmodel = "qwen2.5-coder-0.5b"\npython = "{python}"\n'
        )
        settings = Settings(model_id="l", model_max_tokens=TOKENS, model_temperature=0.0)
        second = make_model(settings, workspace=workspace)
        complete(second)
        ratios = [rate(lambda: complete(model)) / rate(lambda: complete(second)) for _ in range(rounds)]
        print(f"embedded over llama-cpp-python, tokens a second: {statistics.median(ratios):.2f} x")
    from agent_runtime.models import local

    for running in local.running():
        local.stop(running)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--llama-cpp-python", metavar="PYTHON")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    real_data = data_dir().parent
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{name}_HOME": f"{folder}/{name}" for name in ("STATE", "CONFIG")}
        os.environ["XDG_DATA_HOME"] = str(real_data)
        workspace = Path(folder)
        choice(workspace)
        overhead(workspace, arguments.rounds)
        balance(workspace)
        dead(workspace)
        if arguments.embedded or arguments.llama_cpp_python:
            embedded(workspace, arguments.llama_cpp_python, arguments.rounds)


if __name__ == "__main__":
    main()

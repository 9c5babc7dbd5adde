"""A Hugging Face model behind the part of OpenAI's protocol that the agent uses; loaded by `server.py`, never imported.

Standard library, torch and transformers only. Protocol: https://platform.openai.com/docs/api-reference/chat-streaming.
"""

from __future__ import annotations

import hmac
import json
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MAX_BODY_BYTES = 64 << 20


class Generator:
    """One loaded model; one reply at a time."""

    def __init__(self, config: dict[str, Any]) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        trusted = bool(config.get("trust_remote_code"))
        options: dict[str, Any] = {"dtype": config.get("dtype") or "auto", "trust_remote_code": trusted}
        if config.get("quantization"):
            from transformers import BitsAndBytesConfig

            four = config["quantization"] == "4bit"
            options["quantization_config"] = BitsAndBytesConfig(load_in_4bit=four, load_in_8bit=not four)
        device = config.get("device") or ("cuda" if torch.cuda.is_available() else "cpu")
        options["device_map"] = "auto" if device == "cuda" else {"": device}
        self.name: str = config["model_name"]
        self.window: int = config["context_tokens"]
        self.tokenizer = AutoTokenizer.from_pretrained(config["model_path"], trust_remote_code=trusted)
        self.model = AutoModelForCausalLM.from_pretrained(config["model_path"], **options)
        self.model.eval()
        self.lock = threading.Lock()
        self.torch = torch

    def prompt(self, messages: list[dict[str, str]]) -> Any:
        """Token ids of a conversation, by the model's own template where it has one."""
        if self.tokenizer.chat_template:
            encoded = self.tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        else:
            text = "".join(f"{message['role']}: {message['content']}\n" for message in messages) + "assistant: "
            encoded = self.tokenizer(text, return_tensors="pt")
        return encoded["input_ids"].to(self.model.device)

    def stream(self, ids: Any, request: dict[str, Any], abandoned: threading.Event, made: list[int]) -> Iterator[str]:
        """Pieces of the reply as they are generated; `made` holds the number of its tokens."""
        from transformers import StoppingCriteria, StoppingCriteriaList, TextIteratorStreamer

        class Abandoned(StoppingCriteria):  # type: ignore[misc]  # an optional package
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> bool:
                made[0] = int(input_ids.shape[1]) - int(ids.shape[1])
                return abandoned.is_set()

        streamer = TextIteratorStreamer(self.tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=0.5)
        temperature = float(request.get("temperature") or 0)
        sampling: dict[str, Any] = {"do_sample": temperature > 0}
        if temperature > 0:
            sampling["temperature"] = temperature
            sampling |= {name: request[name] for name in ("top_p", "top_k", "min_p") if request.get(name) is not None}
        if request.get("seed") is not None:
            self.torch.manual_seed(int(request["seed"]))
        failure: list[Exception] = []

        def generate() -> None:
            try:
                self.model.generate(
                    ids, attention_mask=self.torch.ones_like(ids), streamer=streamer,
                    max_new_tokens=int(request.get("max_tokens") or 256),
                    stopping_criteria=StoppingCriteriaList([Abandoned()]),
                    pad_token_id=self.tokenizer.pad_token_id or self.tokenizer.eos_token_id, **sampling,
                )  # fmt: skip
            except Exception as error:  # noqa: BLE001  # the thread's boundary: handed to the reader
                failure.append(error)
                streamer.end()

        worker = threading.Thread(target=generate, daemon=True)
        worker.start()
        while True:
            try:
                piece = next(streamer)
            except queue.Empty:
                continue
            except StopIteration:
                break
            yield piece
        worker.join()
        if failure:
            raise failure[0]


class Handler(BaseHTTPRequestHandler):
    """`/v1/models`, `/v1/chat/completions` and `/slots` (whether a reply is being generated)."""

    protocol_version = "HTTP/1.1"
    generator: Generator
    api_key: str

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: they hold the user's code."""

    def do_GET(self) -> None:
        """Lists."""
        if not self._allowed():
            return
        if self.path == "/v1/models":
            self._json(200, {"object": "list", "data": [{"id": self.generator.name, "object": "model"}]})
        elif self.path == "/slots":
            self._json(200, [{"is_processing": self.generator.lock.locked()}])
        else:
            self._error(404, f"there is no {self.path}")

    def do_POST(self) -> None:
        """One completion."""
        if not self._allowed():
            return
        if self.path != "/v1/chat/completions":
            self._error(404, f"there is no {self.path}")
            return
        try:
            length = int(self.headers["Content-Length"])
            if length > MAX_BODY_BYTES:
                self._error(413, f"the request has {length} bytes")
                return
            request = json.loads(self.rfile.read(length))
            ids = self.generator.prompt(request["messages"])
        except (ValueError, KeyError, TypeError) as error:
            self._error(400, f"{type(error).__name__}: {error}")
            return
        count = int(ids.shape[1])
        if count + int(request.get("max_tokens") or 256) > self.generator.window:
            self._error(400, f"request of {count} tokens exceeds the context size of {self.generator.window} tokens")
            return
        with self.generator.lock:
            self._answer(request, ids, count)

    def _answer(self, request: dict[str, Any], ids: Any, count: int) -> None:
        frame = {"id": f"c{time.time_ns()}", "object": "chat.completion.chunk", "created": int(time.time())}
        frame["model"] = self.generator.name
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        abandoned, made = threading.Event(), [0]
        try:
            for piece in self.generator.stream(ids, request, abandoned, made):
                self._event({**frame, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            reason = "length" if made[0] >= int(request.get("max_tokens") or 256) else "stop"
            self._event({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
            usage = {"prompt_tokens": count, "completion_tokens": made[0], "total_tokens": count + made[0]}
            self._event({**frame, "choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            abandoned.set()  # the client hung up: the thread ends at its next token
        except (RuntimeError, ValueError) as error:
            self._event({"error": {"message": f"{type(error).__name__}: {error}", "code": 500}})

    def _event(self, value: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.wfile.flush()

    def _allowed(self) -> bool:
        if hmac.compare_digest(self.headers.get("Authorization", ""), f"Bearer {self.api_key}"):
            return True
        self._error(401, "the key is wrong")
        return False

    def _error(self, status: int, message: str) -> None:
        self._json(status, {"error": {"message": message, "code": status}})

    def _json(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def start(config: dict[str, Any]) -> int:
    """Load the model and serve it; returns the port."""
    if config.get("offline"):
        stay_local()
    generator = Generator(config)
    handler = type("BoundHandler", (Handler,), {"generator": generator, "api_key": config["api_key"]})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_port)


def stay_local() -> None:
    """No connection and no look-up but on loopback, as `agent_runtime/offline.py` does it."""
    os.environ["HF_HUB_OFFLINE"] = "1"

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            if arguments[0].family in (socket.AF_UNIX,) or arguments[1] is None:
                return
            host = arguments[1][0]
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            host = arguments[0]
        else:
            return
        if host not in (None, "", "localhost", "127.0.0.1", "::1"):
            raise OSError(f"offline: a connection to {host!r} was refused")

    sys.addaudithook(hook)

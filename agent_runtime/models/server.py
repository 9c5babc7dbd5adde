"""A model server of our own, ended when idle: llama.cpp's own HTTP server in this process, or another backend's.

Run as a script by `local.py`, never imported; standard library and xllamacpp only. It reads its configuration as one
JSON line on standard input, so that the key appears in no argument list and no environment.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

SLOTS = 8
"""Candidates that can be drawn side by side from one evaluated prompt."""
EVALUATION_TIMEOUT_S = 300.0


def serve(config: dict[str, Any]) -> None:
    """Load the model, write the record, and watch for idleness until the end."""
    backends = {"embedded": serve_embedded, "llama-cpp-python": serve_llama_cpp, "transformers": serve_transformers}
    backends[config["backend"]](config)


def serve_embedded(config: dict[str, Any]) -> None:
    """llama.cpp through xllamacpp."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = config["model_path"]
    params.model_alias = {config["model_name"]}
    params.n_ctx = config["context_tokens"]
    params.n_parallel = SLOTS
    params.kv_unified = True  # the slots share the window, and candidates of one prompt share its cells
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [config["api_key"]]
    params.ui = False
    params.offline = True
    params.cache_ram_mib = 512
    if config.get("gpu_layers") is not None:
        params.n_gpu_layers = config["gpu_layers"]
    adapters = []
    for wanted in config.get("lora", []):
        adapter = xllamacpp.CommonAdapterLoraInfo()
        adapter.path, adapter.scale = wanted["path"], wanted["scale"]
        adapters.append(adapter)
    params.lora_adapters = adapters
    types = xllamacpp.common_speculative_type
    if config.get("speculation") == "ngram":
        params.speculative.types = [types.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
    elif config.get("speculation") == "draft":
        params.speculative.types = [types.COMMON_SPECULATIVE_TYPE_DRAFT_SIMPLE]
        params.speculative.draft.mparams.path = config["draft_model"]
    os.umask(0o077)
    params.slot_save_path = f"{Path(config['record']).parent}/"
    server = xllamacpp.Server(params)
    port = int(server.listening_address.rsplit(":", 1)[1])
    kept = KeptPrefix(config, port)
    kept.restore()
    publish(config, port, kept.save)
    del server


def serve_llama_cpp(config: dict[str, Any]) -> None:
    """`python -m llama_cpp.server` beside this process; its settings stand in a private file, for they hold the key."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    model = {
        "model": config["model_path"], "model_alias": config["model_name"], "n_ctx": config["context_tokens"],
        "n_gpu_layers": config.get("gpu_layers") or 0, "cache": True, "verbose": False,
    }  # fmt: skip
    if config.get("lora"):
        model["lora_path"] = config["lora"][0]["path"]
    if config.get("speculation") == "ngram":
        model["draft_model"] = "prompt-lookup-decoding"
    settings = Path(config["record"]).with_suffix(".settings")
    document = {"host": "127.0.0.1", "port": port, "api_key": config["api_key"], "models": [model]}
    write_private(settings, json.dumps(document))
    command = [sys.executable, "-I", "-m", "llama_cpp.server", "--config_file", str(settings)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:

        def end(number: int, frame: object) -> None:
            process.kill()
            os._exit(0)

        signal.signal(signal.SIGTERM, end)
        try:
            while not answers(port, config["api_key"]):
                if process.poll() is not None:
                    raise RuntimeError(f"llama_cpp.server ended with status {process.returncode}")
                time.sleep(0.1)
            settings.unlink()
            publish(config, port)
        finally:
            process.kill()
            settings.unlink(missing_ok=True)


def serve_transformers(config: dict[str, Any]) -> None:
    """A Hugging Face model; the code stands beside this file, so that this one needs nothing but the library."""
    place = Path(__file__).with_name("transformers_server.py")
    found = importlib.util.spec_from_file_location("transformers_server", place)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    port = module.start(config)
    publish(config, port)


def publish(config: dict[str, Any], port: int, before_end: Callable[[], None] = lambda: None) -> None:
    """Write the record that clients look for, and return when the server is not wanted any more; `before_end` is called
    when it has been idle for long enough."""
    record = Path(config["record"])
    published = {key: config[key] for key in ("model_name", "model_path", "context_tokens", "api_key", "create_time")}
    write_private(record, json.dumps({**published, "pid": os.getpid(), "port": port, "started": time.time()}))
    watch(record, port, config["api_key"], float(config["keep_alive_s"]), before_end)


class KeptPrefix:
    """What every prompt of a client begins with (its `.prefix` file: messages), evaluated and kept on disk beyond the
    server's life. Only that: no task, no file's text."""

    def __init__(self, config: dict[str, Any], port: int) -> None:
        self._record = Path(config["record"])
        self._model = Path(config["model_path"])
        self._port = port
        self._api_key = config["api_key"]

    def restore(self) -> None:
        """Load the evaluated prefix, if there is one for these messages and this model file."""
        found = self._state()
        if found is None or not found[0].exists():
            return
        try:
            self._ask("/slots/0?action=restore", {"filename": found[0].name})
        except (OSError, ValueError):  # of another version of llama.cpp, or damaged: it is made anew
            found[0].unlink(missing_ok=True)

    def save(self) -> None:
        """Evaluate the prefix and write it down, where that is not done yet."""
        found = self._state()
        if found is None or found[0].exists():
            return
        state, messages = found
        for old in self._record.parent.glob(f"{self._record.stem}-*.state"):
            old.unlink(missing_ok=True)
        try:
            prompt = self._ask("/apply-template", {"messages": messages})["prompt"]
            self._ask("/completion", {"prompt": prompt, "n_predict": 0, "cache_prompt": True, "id_slot": 0})
            self._ask("/slots/0?action=save", {"filename": state.name})
        except (OSError, ValueError, KeyError):
            state.unlink(missing_ok=True)

    def _state(self) -> tuple[Path, list[Any]] | None:
        """The file of the evaluated prefix, which need not be there, and the messages."""
        try:
            text = self._record.with_suffix(".prefix").read_bytes()
            messages = json.loads(text)
            model = self._model.stat()
        except (OSError, ValueError):
            return None
        digest = hashlib.sha256(text + f"{model.st_size} {model.st_mtime_ns}".encode()).hexdigest()[:12]
        return self._record.with_name(f"{self._record.stem}-{digest}.state"), messages

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{path}",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._api_key}", "Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=EVALUATION_TIMEOUT_S) as response:
            return json.load(response)


def answers(port: int, api_key: str) -> bool:
    """Whether the server takes requests."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/models", headers={"Authorization": f"Bearer {api_key}"}
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
            return True
    except OSError:
        return False


def watch(record: Path, port: int, api_key: str, keep_alive_s: float, before_end: Callable[[], None]) -> None:
    """Return when nobody has used the server for `keep_alive_s`, or when the record is gone or another's."""
    used = record.with_suffix(".used")
    used.touch()
    while True:
        time.sleep(min(1.0, max(0.1, keep_alive_s / 4)))
        try:
            owner = json.loads(record.read_text())["pid"]
            idle_s = time.time() - used.stat().st_mtime
        except (OSError, ValueError, KeyError):
            return
        if owner != os.getpid():
            return
        if idle_s > keep_alive_s and not busy(port, api_key):
            before_end()
            if time.time() - used.stat().st_mtime > keep_alive_s and not busy(port, api_key):
                record.unlink(missing_ok=True)
                return


def busy(port: int, api_key: str) -> bool:
    """Whether a slot is processing."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/slots", headers={"Authorization": f"Bearer {api_key}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as response:
            return any(slot.get("is_processing") for slot in json.load(response))
    except (OSError, ValueError):
        return False


def write_private(path: Path, text: str) -> None:
    """Write atomically with mode 0600."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    temporary.replace(path)


def main() -> int:
    """Entry point of the child; a failure to load is left beside the record for the parent to read."""
    config = json.loads(sys.stdin.readline())
    threading.current_thread().name = "agent-runtime model server"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    try:
        serve(config)
    except (RuntimeError, ValueError, OSError, ImportError, MemoryError) as error:
        write_private(Path(config["record"]).with_suffix(".error"), f"{type(error).__name__}: {error}")
        return 1
    os._exit(0)  # llama.cpp's threads need no unwinding, and unwinding them can hang


if __name__ == "__main__":
    sys.exit(main())

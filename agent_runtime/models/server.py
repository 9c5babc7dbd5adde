"""The embedded model server: llama.cpp's own HTTP server in this process, ended when idle.

Run as a script by `local.py`, never imported; standard library and xllamacpp only. It reads its configuration as one
JSON line on standard input, so that the key appears in no argument list and no environment.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

SLOTS = 8
"""Candidates that can be drawn side by side from one evaluated prompt."""


def serve(config: dict[str, Any]) -> None:
    """Load the model, write the record, and watch for idleness until the end."""
    import xllamacpp

    record = Path(config["record"])
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
    server = xllamacpp.Server(params)
    port = int(server.listening_address.rsplit(":", 1)[1])
    published = {key: config[key] for key in ("model_name", "model_path", "context_tokens", "api_key", "create_time")}
    write_private(record, json.dumps({**published, "pid": os.getpid(), "port": port, "started": time.time()}))
    watch(record, port, config["api_key"], float(config["keep_alive_s"]))
    del server


def watch(record: Path, port: int, api_key: str, keep_alive_s: float) -> None:
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

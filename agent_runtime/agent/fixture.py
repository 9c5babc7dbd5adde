"""A recorded run as a folder of its own that a test suite can keep and replay."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path, PurePath

from agent_runtime.errors import RecordsError
from agent_runtime.governance.secrets import is_secret
from agent_runtime.records.objects import Objects
from agent_runtime.records.runs import read_json
from agent_runtime.records.startstate import FILE, bundle, read_start, restore, start_files, without
from agent_runtime.redact import Redactor

_KEPT = ("trace.jsonl", "open.jsonl", "audit.jsonl", "result.json")


def export_fixture(run: Path, target: Path) -> tuple[str, ...]:
    """Write what a replay of `run` needs to the new folder `target`: trace, artifacts, the workspace's state and the
    repository's history up to its commit. Returns the workspace's paths that were left out because their name or
    content looks like a secret.

    Raises:
        RecordsError: `target` exists, or the run's workspace was not kept.
    """
    if target.exists():
        raise RecordsError(f"{target} exists.", remedy="Give a folder that is not there yet.")
    metadata = read_json(run / "metadata.json")
    if metadata.get("continues"):
        raise RecordsError(f"Run {run.name} goes on with an earlier conversation.", remedy="Keep its first run.")
    state = read_start(run)
    objects = Objects(run / "checkpoints" / "objects")
    texts = [objects.get(state.files[".env"].content)] if ".env" in state.files else []
    clean = _redactor(Path(str(metadata.get("workspace", ""))) / ".env", texts)
    secret = tuple(
        path
        for path, item in state.files.items()
        if is_secret(PurePath(path)) or _has_secret(objects.get(item.content), clean)
    )
    kept = without(state, secret)
    try:
        target.mkdir(parents=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix="agent-runtime-fixture-") as folder:
            bundle(run, restore(run, Path(folder).resolve()), target / "repo.bundle")
        for name in _KEPT:
            if (run / name).is_file():
                shutil.copyfile(run / name, target / name)
        for name in ("artifacts", "patches"):
            if (run / name).is_dir():
                shutil.copytree(run / name, target / name)
        (target / "metadata.json").write_text(
            json.dumps({**metadata, "runs_dir": str(run.parent)}, indent=1), encoding="utf-8"
        )
        copied = Objects(target / "checkpoints" / "objects")
        for name in start_files(kept):
            copied.put(objects.get(name), durable=False)
        files = {path: [item.kind, item.mode, item.content] for path, item in kept.files.items()}
        (target / "checkpoints").mkdir(exist_ok=True)
        (target / "checkpoints" / FILE).write_text(json.dumps({**asdict(kept), "files": files}), encoding="utf-8")
    except OSError as error:
        raise RecordsError(f"{target} cannot be written: {error}.") from error
    return secret


def _redactor(dotenv: Path, texts: list[bytes]) -> Redactor:
    """Knows the secrets of the environment, of the workspace's `.env` as it is now, and as it was."""
    from dotenv import dotenv_values

    if dotenv.is_file():
        texts = [*texts, dotenv.read_bytes()]
    values: dict[str, str | None] = {}
    for text in texts:
        values |= dotenv_values(stream=io.StringIO(text.decode("utf-8", "replace")))
    return Redactor.from_environment(dict(os.environ), values)


def _has_secret(content: bytes, redactor: Redactor) -> bool:
    text = content.decode("utf-8", "replace")
    return redactor.text(text) != text

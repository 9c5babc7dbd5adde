"""Writes small GGUF headers (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): no tensors, real metadata."""

from __future__ import annotations

import struct
from pathlib import Path
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


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        inner = 8 if isinstance(value[0], str) else 4
        items = b"".join(_text(item) if inner == 8 else struct.pack("<I", item) for item in value)
        return struct.pack("<IIQ", 9, inner, len(value)) + items
    return struct.pack("<II", 4, value)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()

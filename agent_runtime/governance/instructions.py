"""What a workspace brings to steer an agent: its policy, AGENTS.md and skills. They count once the user trusts them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent_runtime.governance.trust import TrustStore, read_private_json, write_private_json

INSTRUCTIONS = "AGENTS.md"
SKILLS = ".agent-runtime/skills"
_MAX_SKILLS = 200

Answer = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Steering:
    """The files of a workspace that steer an agent, with one digest over all."""

    workspace: Path
    files: tuple[Path, ...]
    digest: str

    @classmethod
    def of(cls, workspace: Path) -> Steering:
        """Those that are there now; what cannot be read does not count."""
        skills = sorted((workspace / SKILLS).glob("*/SKILL.md"))[:_MAX_SKILLS]
        found, total = [], hashlib.sha256()
        for path in (workspace / "policy.toml", workspace / INSTRUCTIONS, *skills):
            try:
                content = path.read_bytes() if path.is_file() else None
            except OSError:
                content = None
            if content is not None:
                found.append(path)
                total.update(f"{path.relative_to(workspace)}\0{hashlib.sha256(content).hexdigest()}\n".encode())
        return cls(workspace, tuple(found), total.hexdigest())

    def answer(self, store: TrustStore) -> Answer | None:
        """What the user said of exactly these files; `None` when they were never asked, or something changed."""
        said = read_private_json(store.path).get(self._key())
        return next((answer for answer in _ANSWERS if said == f"{answer}:{self.digest}"), None)

    def keep(self, answer: Answer, store: TrustStore) -> None:
        """Remember the answer; `yes` also trusts each file, by its digest."""
        if answer == "yes":
            for path in self.files:
                store.trust(path)
        write_private_json(store.path, {**read_private_json(store.path), self._key(): f"{answer}:{self.digest}"})

    def _key(self) -> str:
        return f"{self.workspace.resolve()}/"


_ANSWERS: tuple[Answer, ...] = ("yes", "no")


def trusted_instructions(workspace: Path, max_chars: int, store: TrustStore | None = None) -> str:
    """The text of AGENTS.md when exactly this text is trusted, cut to `max_chars`; else empty."""
    path = workspace / INSTRUCTIONS
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    if not (store or TrustStore()).trusts(path, content):
        return ""
    text = content.decode("utf-8", "replace").strip()
    return text if len(text) <= max_chars else text[:max_chars] + "\n[... the rest is in AGENTS.md ...]"

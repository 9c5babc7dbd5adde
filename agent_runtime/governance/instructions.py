"""What a workspace brings to steer an agent: its policy, AGENTS.md and skills. They count once the user trusts them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from agent_runtime.governance.trust import TrustStore, read_regular

INSTRUCTIONS = "AGENTS.md"
SKILLS = ".agent-runtime/skills"
_MAX_SKILLS = 200
_MAX_BYTES = 1 << 20
_MAX_DESCRIPTION = 300
_FRONT = re.compile(r"\A---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)

Answer = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Steering:
    """The files of a workspace that steer an agent, with one digest over all."""

    workspace: Path
    files: tuple[Path, ...]
    contents: tuple[bytes, ...]
    """Of each file, as it was when it was looked at: what is trusted later is this, whatever stands there then."""
    digest: str

    @classmethod
    def of(cls, workspace: Path) -> Steering:
        """Those that are there now; what cannot be read does not count."""
        found: list[tuple[Path, bytes]] = []
        total = hashlib.sha256()
        for path in (workspace / "policy.toml", workspace / INSTRUCTIONS, *_skill_files(workspace)):
            if (content := _read(path)) is not None:
                found.append((path, content))
                total.update(f"{path.relative_to(workspace)}\0{hashlib.sha256(content).hexdigest()}\n".encode())
        return cls(
            workspace, tuple(path for path, _ in found), tuple(content for _, content in found), total.hexdigest()
        )

    def answer(self, store: TrustStore) -> Answer | None:
        """What the user said of exactly these files; `None` when they were never asked, or something changed."""
        said = store.entries().get(self._key())
        return next((answer for answer in _ANSWERS if said == f"{answer}:{self.digest}"), None)

    def keep(self, answer: Answer, store: TrustStore) -> None:
        """Remember the answer; `yes` also trusts each file, by its digest."""
        if answer == "yes":
            for path, content in zip(self.files, self.contents, strict=True):
                store.trust(path, content)
        store.keep({self._key(): f"{answer}:{self.digest}"})

    def _key(self) -> str:
        return f"{self.workspace.resolve()}/"


_ANSWERS: tuple[Answer, ...] = ("yes", "no")


def trusted_notes(workspace: Path, room: int) -> str:
    """What is trusted of AGENTS.md and of the skills, as a model is told it; each in at most `room` characters."""
    notes, skills = trusted_instructions(workspace, room), trusted_skills(workspace)[:room]
    parts = [f"Notes on this repository (AGENTS.md):\n{notes}"] if notes else []
    if skills:
        parts.append(f"Skills; before work of such a kind read_file the one that fits:\n{skills}")
    return "\n\n".join(parts)


def trusted_instructions(workspace: Path, max_chars: int, store: TrustStore | None = None) -> str:
    """The text of AGENTS.md when exactly this text is trusted, cut to `max_chars`; else empty."""
    path = workspace / INSTRUCTIONS
    content = _read(path)
    if content is None or not (store or TrustStore()).trusts(path, content):
        return ""
    text = content.decode("utf-8", "replace").strip()
    return text if len(text) <= max_chars else text[:max_chars] + "\n[... the rest is in AGENTS.md ...]"


def trusted_skills(workspace: Path, store: TrustStore | None = None) -> str:
    """A line for each trusted skill: its name, what it is for, and the file to read before work of that kind. Name and
    description are the front matter's (https://agentskills.io/specification)."""
    trust = store or TrustStore()
    lines = []
    for path in _skill_files(workspace):
        content = _read(path)
        if content is not None and trust.trusts(path, content):
            front = _front_matter(content.decode("utf-8", "replace"))
            what = " ".join(str(front.get("description") or "").split())[:_MAX_DESCRIPTION]
            lines.append(f"- {front.get('name') or path.parent.name}: {what or '?'} ({path.relative_to(workspace)})")
    return "\n".join(lines)


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path, _MAX_BYTES)
    except OSError:
        return None


def _skill_files(workspace: Path) -> list[Path]:
    return sorted((workspace / SKILLS).glob("*/SKILL.md"))[:_MAX_SKILLS]


def _front_matter(text: str) -> dict[str, Any]:
    match = _FRONT.match(text)
    try:
        found = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError:
        found = None
    return found if isinstance(found, dict) else {}

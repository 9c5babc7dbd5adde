"""How a model is best asked, and the measurement that tells."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EditFormat = Literal["function", "file"]
Variant = Literal["examples", "plain"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class Score(_Part):
    """How many of so many were right."""

    right: Annotated[int, Field(ge=0)] = 0
    asked: Annotated[int, Field(ge=0)] = 0

    @property
    def part(self) -> float:
        """Between 0 and 1; 0 when nothing was asked."""
        return self.right / self.asked if self.asked else 0.0


class Habits(_Part):
    """How a model is best asked. The defaults are what suits most."""

    edit_format: EditFormat = "function"
    """What the search asks for: the functions that change, or the whole file."""
    candidates: Annotated[int, Field(ge=1, le=8)] = 2
    """Samples of the search's first request."""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.6
    """Of that request."""
    prompt: Variant = "examples"
    """Whether the loop's prompt holds worked examples."""
    reply_tokens: Annotated[int | None, Field(ge=16, le=131072)] = None
    """Room for a reply, where the default is too little."""
    speculation: Literal["none", "ngram"] = "none"
    """How the embedded server guesses tokens ahead."""


class Probe(_Part):
    """One measurement of a model on this machine."""

    version: Literal[1] = 1
    model: str
    measured_at: str
    context_tokens: int
    read_tokens_per_s: float | None = None
    written_tokens_per_s: float | None = None
    protocol: dict[Variant, Score] = {}
    """Replies that held one runnable block with a known tool, by the form of the prompt."""
    edits: dict[str, Score] = {}
    """Edits that could be applied and were right, by the format that was asked for."""
    temperatures: dict[str, Score] = {}
    """Right edits among samples, by temperature."""
    speculation: dict[str, float] = {}
    """Tokens a second of edits, by the way of guessing ahead."""
    habits: Habits = Habits()

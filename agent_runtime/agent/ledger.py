"""Where every token of a prompt comes from, and what was taken out to make room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_runtime.models.base import ChatModel
from agent_runtime.records.attributes import Attributes
from agent_runtime.types import Usage

CHARS_PER_TOKEN = 3.5
"""Of code, with the tokenizers of Qwen and GPT; used until a model has said how many tokens a prompt had."""
TEMPLATE = "chat template"
"""What the server writes around the messages."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the prompt and its source."""

    source: str
    """`system`, `tools`, `examples`, `task`, `notes`, `replies`, `output of step 3`, ..."""
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A message of several parts, each with its source."""

    parts: tuple[tuple[str, str], ...]
    separator: str = "\n\n"

    @property
    def text(self) -> str:
        """The message as the model reads it."""
        return self.separator.join(text for _, text in self.parts if text)

    def plus(self, source: str, text: str) -> Told:
        """The same with one more part; unchanged when it is empty."""
        return Told((*self.parts, (source, text)), self.separator) if text else self

    def only(self, *sources: str) -> str:
        """The text of some sources."""
        return self.separator.join(text for source, text in self.parts if text and source in sources)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What compaction did to one output."""

    source: str
    chars: int
    how: str
    """`shortened`, `emptied`, `dropped` (with the reply before it), or `by a fresh start`."""

    @property
    def shown(self) -> str:
        """In words."""
        return f"{self.source}: {self.chars} characters {self.how}"


@dataclass(frozen=True, slots=True)
class Account:
    """The tokens of one prompt by source, in the order of the prompt."""

    tokens: dict[str, int]
    exact: bool
    """Counted by the model's own tokenizer; otherwise estimated from characters and what the server reported."""
    window: int
    reserved: int
    """Tokens of the window that are kept for the reply."""
    taken_out: tuple[TakenOut, ...] = ()
    rebuilt: int = 0
    """How often the prompt stopped being the beginning of the next one, on purpose."""

    @property
    def total(self) -> int:
        return sum(self.tokens.values())

    def attributes(self) -> Attributes:
        """For the span of the model call."""
        taken = [item.shown for item in self.taken_out]
        return {
            "agent_runtime.context.tokens": json.dumps(self.tokens, ensure_ascii=False),
            "agent_runtime.context.counted_by": "tokenizer" if self.exact else "estimate",
            "agent_runtime.context.window": self.window,
            "agent_runtime.context.reserved": self.reserved,
            "agent_runtime.context.taken_out": taken or None,
            "agent_runtime.context.rebuilt": self.rebuilt or None,
        }


@dataclass
class Ledger:
    """Counts the prompts of one conversation. Each text is tokenized once, after the call that first held it."""

    reserved: int
    parts: tuple[Part, ...] = ()
    """Of the last prompt."""
    taken_out: list[TakenOut] = field(default_factory=list)
    rebuilt: int = 0
    chars_per_token: float = CHARS_PER_TOKEN
    """As the model's last prompt had it."""
    _counts: dict[str, int] = field(default_factory=dict)
    _counted_by: str = ""

    def note(self, taken_out: Sequence[TakenOut]) -> None:
        """The prompt was made shorter: it is no longer the beginning of the next one."""
        if taken_out:
            self.taken_out += taken_out
            self.rebuilt += 1

    def room_chars(self, window: int) -> float:
        """Characters that a prompt may have beside the reply."""
        return self.chars_per_token * (window - self.reserved)

    def account(self, model: ChatModel, usage: Usage | None = None, parts: Sequence[Part] | None = None) -> Account:
        """The tokens of the last prompt (or of `parts`). `usage` is what the server said of it."""
        parts = self.parts if parts is None else parts
        chars = sum(len(part.text) for part in parts)
        reported = usage.prompt_tokens if usage is not None else 0
        if reported and chars:
            self.chars_per_token = max(0.5, chars / reported)
        counts = self._exact(model, [part.text for part in parts])
        exact = counts is not None
        if counts is None:
            counts = [round(len(part.text) / self.chars_per_token) for part in parts]
        tokens: dict[str, int] = {}
        for part, count in zip(parts, counts, strict=True):
            tokens[part.source] = tokens.get(part.source, 0) + count
        if exact and reported > sum(counts):
            tokens[TEMPLATE] = reported - sum(counts)
        return Account(tokens, exact, int(model.context_tokens), self.reserved, tuple(self.taken_out), self.rebuilt)

    def _exact(self, model: ChatModel, texts: Sequence[str]) -> list[int] | None:
        if self._counted_by != model.model_id:  # another model took over: its tokenizer is another
            self._counts, self._counted_by = {}, str(model.model_id)
        new = [text for text in dict.fromkeys(texts) if text not in self._counts]
        if new:
            counted = model.count_tokens(new)
            if counted is None:
                return None
            self._counts.update(zip(new, counted, strict=True))
        return [self._counts[text] for text in texts]

"""What fills a prompt, in lines: for `/context` and `trace show`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_runtime.agent.ledger import Account

_OUTPUT = re.compile(r"output of step \d+")


def context_lines(account: Account) -> Iterator[str]:
    """One line a source, in the order of the prompt; then what was taken out."""
    mark = "" if account.exact else "about "
    for source, tokens in account.tokens.items():
        yield f"  {source:20} {mark}{tokens} tokens"
    yield f"  {'kept for the reply':20} {account.reserved} tokens"
    for item in account.taken_out:
        yield f"  {item.shown} to make room"


def context_line(attributes: Mapping[str, Any]) -> str:
    """What the prompt of a recorded model call was made of, in one line; empty where that was not recorded."""
    try:
        tokens = json.loads(str(attributes.get("agent_runtime.context.tokens")))
    except ValueError:
        return ""
    if not isinstance(tokens, dict) or not all(isinstance(count, int) for count in tokens.values()):
        return ""
    shown: dict[str, int] = {}
    outputs = sum(1 for source in tokens if _OUTPUT.fullmatch(source))
    for source, count in tokens.items():
        name = f"{outputs} output{'s' if outputs > 1 else ''}" if _OUTPUT.fullmatch(source) else source
        shown[name] = shown.get(name, 0) + count
    line = "prompt: " + ", ".join(f"{name} {count}" for name, count in shown.items() if count)
    if attributes.get("agent_runtime.context.counted_by") != "tokenizer":
        line += " (estimated)"
    if taken := attributes.get("agent_runtime.context.taken_out"):
        line += f"; taken out so far: {'; '.join(map(str, taken))}"
    return line

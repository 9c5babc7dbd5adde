"""Judges what the agent says: shell commands in the text of its answer."""

from __future__ import annotations

import re

from agent_runtime.governance.policy import Policy
from agent_runtime.types import Decision

MAX_COMMANDS = 200
"""More in one answer are not judged; an answer is for reading."""

_FENCE = re.compile(
    r"^[ \t>]*(```+|~~~+)[ \t]*\{?\.?([\w+-]*)[^\n]*\n(.*?)(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_SHELLS = frozenset(
    {"sh", "bash", "shell", "zsh", "console", "shell-session", "shellsession", "sh-session", "terminal", ""}
)
_INLINE = re.compile(r"(?<!`)(`{1,2})(?!`)([^\n]+?)(?<!`)\1(?!`)")
_PROMPT = re.compile(r"^\s*(?:>\s*)?(?:\S+@\S+[:~/\w.-]*)?[$#%]\s+(?=\S)")


def commands_in_text(text: str) -> list[str]:
    """Shell code blocks, prompts removed; inline code of more than one word; lines of prose that begin with `$`."""
    found = []
    for match in _FENCE.finditer(text):
        if match[2].lower() not in _SHELLS:
            continue
        lines = match[3].strip("\n").splitlines()
        prompted = [_PROMPT.sub("", line) for line in lines if _PROMPT.match(line)]
        found += [line for line in prompted if line.strip()]
        if not any(line.lstrip().startswith("$ ") for line in lines) and (body := match[3].strip()):
            found.append(body)
    rest = _FENCE.sub("", text)
    found += [_PROMPT.sub("", m[2].strip()) for m in _INLINE.finditer(rest) if " " in m[2].strip()]
    found += [_PROMPT.sub("", line) for line in rest.splitlines() if line.lstrip().startswith("$ ")]
    return list(dict.fromkeys(command for command in found if command))[:MAX_COMMANDS]


def judge_answer(policy: Policy, text: str) -> list[tuple[str, Decision]]:
    """The commands in an answer that the policy denies, each with its decision: to be shown with a warning."""
    judged = [(command, policy.decide_command(command)) for command in commands_in_text(text)]
    return [(command, decision) for command, decision in judged if decision.verdict == "deny"]

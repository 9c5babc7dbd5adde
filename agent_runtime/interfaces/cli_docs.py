"""docs/cli.md from the command tree: `python -m agent_runtime.interfaces.cli_docs > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent_runtime.interfaces.cli import LAZY, command_tree
from agent_runtime.interfaces.repl_commands import COMMANDS, KEYS

_HEAD = """# The command line

Made by `python -m agent_runtime.interfaces.cli_docs > docs/cli.md`; a test holds it to the program.

`agent-runtime "TASK"` is `agent-runtime run "TASK"`; `agent-runtime` alone, at a terminal, is `agent-runtime chat`.
Completion: `eval "$(agent-runtime completion bash)"` (zsh, fish likewise).
"""


def document() -> str:
    """The whole page, as Markdown."""
    tree = command_tree(list(LAZY))
    parts = [_HEAD]
    for name in LAZY:
        parts.extend(_sections(tree.commands[name], f"agent-runtime {name}", LAZY[name][1]))
    parts.append("\n## In the conversation\n\n| command | what it does | example |\n|---|---|---|")
    parts += [f"| `{item.name}` | {item.meaning} | `{item.example}` |" for item in COMMANDS.values()]
    parts.append("\n| key | what it does |\n|---|---|")
    parts += [f"| {key} | {meaning} |" for key, meaning in KEYS]
    return "\n".join(parts) + "\n"


def _sections(command: Any, path: str, meaning: str, level: int = 2) -> Iterator[str]:
    yield f"\n{'#' * level} {path}\n\n{_text(command.help or meaning)}"
    rows = [row for parameter in command.params if (row := _row(parameter))]
    if rows:
        yield "\n| | |\n|---|---|\n" + "\n".join(rows)
    for name, child in getattr(command, "commands", {}).items():
        yield from _sections(child, f"{path} {name}", "", 3)


def _row(parameter: Any) -> str:
    if parameter.name == "help" or getattr(parameter, "hidden", False):
        return ""
    names = [*parameter.opts, *parameter.secondary_opts]
    if not names[0].startswith("-"):
        name = (parameter.metavar or parameter.name.upper()).strip("[]")
        names = [name if parameter.required else f"[{name}]"]
    return f"| {', '.join(f'`{name}`' for name in names)} | {_text(parameter.help or '')} |"


def _text(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(document(), end="")

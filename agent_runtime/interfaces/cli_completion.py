"""`agent-runtime completion SHELL`: completion of commands, options, runs and sessions, for bash, zsh and fish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from agent_runtime.types import Mode

_BASH = """\
# eval "$(agent-runtime completion bash)" in ~/.bashrc
_agent_runtime() {
    local IFS=$'\\n' line
    COMPREPLY=()
    for line in $(agent-runtime __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
        COMPREPLY+=("${line%%$'\\t'*}")
    done
}
complete -o bashdefault -o default -F _agent_runtime agent-runtime
"""
_ZSH = """\
#compdef agent-runtime
# eval "$(agent-runtime completion zsh)" in ~/.zshrc, behind compinit
_agent_runtime() {
    local -a found; local line name meaning
    for line in ${(f)"$(agent-runtime __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"}; do
        name="${${line%%$'\\t'*}//:/\\\\:}" meaning="${line#*$'\\t'}"
        found+=("$name${meaning:+:$meaning}")
    done
    if (( $#found )); then _describe agent-runtime found; else _files; fi
}
compdef _agent_runtime agent-runtime
"""
_FISH = """\
# agent-runtime completion fish > ~/.config/fish/completions/agent-runtime.fish
function __agent_runtime
    set -l words (commandline -opc) (commandline -ct)
    agent-runtime __complete $words[2..-1] 2>/dev/null; or __fish_complete_path (commandline -ct)
end
complete -c agent-runtime -f -a '(__agent_runtime)'
"""


class Shell(StrEnum):
    """The shells there is completion for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, typer.Argument(help="bash, zsh or fish")]) -> None:
    """Print the completion script of a shell."""
    print({Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH}[shell], end="")


def candidates(words: list[str], commands: Mapping[str, str], load: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """What the last of `words` may become, with its meaning.

    Args:
        words: what stands behind `agent-runtime`, the last perhaps unfinished or empty.
        commands: the names of the commands and what they do.
        load: gives a command by its name.
    """
    *before, part = words or [""]
    if not before and not part.startswith("-"):
        yield from _fitting(commands.items(), part)
        return
    command = load(before[0]) if before and before[0] in commands else load("run")
    for word in before[1:]:
        command = getattr(command, "commands", {}).get(word, command)
    options = [parameter for parameter in command.params if parameter.opts[0].startswith("-")]
    waiting = next((item for item in options if before and before[-1] in item.opts and not item.is_flag), None)
    if waiting is not None:
        yield from _fitting(_values(waiting), part)
    elif part.startswith("-"):
        named = [(name, item.help or "") for item in options for name in item.opts]
        yield from _fitting([*named, ("--help", "Show what this does.")], part)
    elif groups := getattr(command, "commands", {}):
        yield from _fitting(((name, item.get_short_help_str()) for name, item in groups.items()), part)
    else:
        for item in command.params:
            if item not in options:
                yield from _fitting(_values(item), part)


def _fitting(pairs: Any, part: str) -> Iterator[tuple[str, str]]:
    return ((value, " ".join(meaning.split())) for value, meaning in pairs if value.startswith(part))


def _values(parameter: Any) -> list[tuple[str, str]]:
    """What a parameter takes, where that is known."""
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [(str(choice.value), "") for choice in kind]
    if parameter.name in ("mode", "agent_mode"):
        return [(mode, "") for mode in get_args(Mode)]
    if parameter.name in ("model", "planner"):
        from agent_runtime.models.registry import Registry

        registry = Registry.load(Path.cwd())
        titles = [(name, origin.profile.title or "") for name, origin in registry.entries.items()]
        return [*titles, *((name, "an alias") for name in registry.aliases), ("auto", "chosen for each task")]
    if parameter.name in ("run", "runs"):
        from agent_runtime.records.runs import list_runs, read_json

        recent = list_runs()[-30:]
        return [("last", "the latest run")] + [
            (path.name, str(read_json(path / "metadata.json").get("task", ""))[:60]) for path in reversed(recent)
        ]
    if parameter.name in ("resume", "session"):
        from agent_runtime.agent.conversation import list_sessions

        return [(item.session_id, item.title[:60]) for item in list_sessions()[:30]]
    return []

"""The agents that are measured: agent-runtime itself, and any other one's command line."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent_runtime.bench.tasks import Task
from agent_runtime.errors import ConfigError

OWN = "agent-runtime"
Claim = Literal["verified", "done", "none"]
"""What an agent says of its work: proven by a check, done, or neither."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FIELDS = frozenset(
    ("prompt", "prompt_file", "workspace", "base_url", "api_key", "model", "verify", "timeout_s", "peers", "here",
     "scratch", "python")
)  # fmt: skip
_CLAIMS: Mapping[str, Claim] = {"verified": "verified", "claimed": "done", "answered": "done"}


class Agent(BaseModel):
    """A command line with placeholders such as `{prompt}`; see docs/benchmarks.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    command: Annotated[tuple[str, ...], Field(min_length=1)]
    verify_arguments: tuple[str, ...] = ()
    """Added where the task has a check; without them the check is told in the prompt."""
    environment: Mapping[str, str] = {}
    install: str = ""
    """How to install it, for the person who reads the error."""
    own: bool = False
    """It is agent-runtime, changed in some way: it gets its settings and is read as we are."""
    here: Path = Path()
    """The folder of the file that declares it."""
    peers: Path = Path()
    """The folder with the peers' environments."""

    def argv(self, task: Task, values: Mapping[str, str]) -> list[str]:
        """The command for one task."""
        words = self.command + (self.verify_arguments if task.verify else ())
        return [_fill(word, values) for word in words]

    def check_installed(self) -> None:
        """Fail before the bench starts, not in each task.

        Raises:
            ConfigError: the program is not there.
        """
        program = _fill(self.command[0], {"peers": str(self.peers), "here": str(self.here), "python": sys.executable})
        if shutil.which(program) is None:
            how = self.install.replace("{peers}", str(self.peers))
            raise ConfigError(
                f"{program!r} of the agent {self.name!r} is not there.",
                remedy=f"Install it: {how}" if how else "Give its whole path.",
            )

    def told(self, task: Task) -> str:
        """The task as this agent reads it: others than ours learn the check and the form of an answer in words."""
        text = task.prompt
        if task.verify and not self.own and not self.verify_arguments:
            text += f"\n\nThe work is done when this command passes: {task.verify}"
        if task.answer is not None and not self.own:
            text += "\n\nWrite the answer on a line of its own that begins with ANSWER:"
        return text


@dataclass(frozen=True, slots=True)
class Said:
    """What an agent reported at its end."""

    claim: Claim
    answer: str
    outcome: str
    """In its own words."""


def own_agent() -> Agent:
    """agent-runtime as it is installed here. Settings from the environment reach it."""
    command = (
        sys.executable, "-P", "-m", "agent_runtime.run", "run", "--output-format", "json", "--mode", "auto",
        "--cd", "{workspace}", "--timeout", "{timeout_s}",
    )  # fmt: skip
    # -P: the current folder is the task's, and nothing in it may stand in for a module of ours.
    # `--` last: a prompt may begin with a hyphen, and what comes behind it is no option.
    return Agent(name=OWN, own=True, command=(*command, "--", "{prompt}"))


def parse_agent(text: str) -> Agent:
    """`NAME=COMMAND` of the command line.

    Raises:
        ConfigError: it has no such form, or an unknown placeholder.
    """
    name, separator, command = text.partition("=")
    if not separator or not re.fullmatch(r"[\w.+-]+", name) or not command.strip():
        raise ConfigError(f"{text!r} is no NAME=COMMAND.", remedy="e.g. --agent-cmd 'mine=my-agent --task {prompt}'")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"The command of {name!r} cannot be split: {error}.") from error
    return _checked(Agent(name=name, command=tuple(words)), "--agent-cmd")


def load_peers(path: Path, peers: Path | None = None) -> list[Agent]:
    """The agents of a TOML file, one table each. Their programs are looked for in `peers` (`.peers` beside the file).

    Raises:
        ConfigError: it cannot be read.
    """
    here = path.resolve().parent
    place = (peers or here / ".peers").resolve()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        agents = [Agent(name=name, here=here, peers=place, **table) for name, table in tables.items()]
    except (OSError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise ConfigError(f"{str(path)!r} declares no agents: {error}", remedy="See bench/peers.toml.") from error
    return [_checked(agent, str(path)) for agent in agents]


def read_end(agent: Agent, exit_code: int | None, stdout: str) -> Said:
    """What the end of a process says: our own JSON document, or another's exit code."""
    if not agent.own:
        return Said("done" if exit_code == 0 else "none", stdout, f"exit code {exit_code}")
    try:
        document = json.loads(stdout)
        outcome, answer = str(document["outcome"]), document["answer"]
    except (ValueError, KeyError, TypeError):
        return Said("none", "", f"exit code {exit_code}, no document")
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return Said(_CLAIMS.get(outcome, "none"), "" if answer is None else text, outcome)


def environment_of(agent: Agent, values: Mapping[str, str], home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """A process's variables: folders of its own, the proxy as its only model server."""
    own = {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), environ.get("PATH", os.defpath))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENAI_API_KEY": values["api_key"],
        "OPENAI_API_BASE": values["base_url"],
        "OPENAI_BASE_URL": values["base_url"],
    }
    return {**environ, **own, **{name: _fill(value, values) for name, value in agent.environment.items()}}


def _checked(agent: Agent, where: str) -> Agent:
    for word in (*agent.command, *agent.verify_arguments, *agent.environment.values()):
        for name in _PLACEHOLDER.findall(word):
            if name not in _FIELDS:
                raise ConfigError(
                    f"{{{name}}} in the command of {agent.name!r} ({where}) is no placeholder.",
                    remedy="There are " + ", ".join(sorted(_FIELDS)) + ".",
                )
    return agent


def _fill(word: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), word)

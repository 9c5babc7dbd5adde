"""Reads build files."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from makelet.errors import MakeletError
from makelet.variables import expand


@dataclass(frozen=True)
class Target:
    name: str
    needs: tuple = ()
    commands: tuple = ()
    phony: bool = False


def load(path):
    """The targets of a build file by name, in its order, with the variables filled in."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MakeletError(f"{path}: {error}") from error
    variables = data.get("variables", {})
    return {name: parse(name, entry, variables) for name, entry in data.get("targets", {}).items()}


def parse(name, entry, variables):
    unknown = set(entry) - {"needs", "run", "phony"}
    if unknown:
        raise MakeletError(f"{name}: unknown key {min(unknown)}")
    commands = tuple(expand(command, variables) for command in entry.get("run", ()))
    return Target(name, tuple(entry.get("needs", ())), commands, entry.get("phony", False))

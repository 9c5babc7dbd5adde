"""Reads smallmake.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from smallmake.variables import expand


class RulesError(ValueError):
    """Something is wrong with the rules."""


@dataclass(frozen=True)
class Rule:
    name: str
    command: str
    inputs: tuple = ()
    outputs: tuple = ()
    needs: tuple = ()


def load_rules(path):
    """The rules of a file, by name."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulesError(str(error)) from error
    variables = data.get("variables", {})
    rules = {name: _rule(name, table, variables) for name, table in data.get("rules", {}).items()}
    for rule in rules.values():
        for need in rule.needs:
            if need not in rules:
                raise RulesError(f"{rule.name} needs {need}, which is no rule")
    return rules


def _rule(name, table, variables):
    if "command" not in table:
        raise RulesError(f"{name} has no command")
    try:
        inputs, outputs = (
            tuple(expand(file, variables) for file in table.get(key, [])) for key in ("inputs", "outputs")
        )
        return Rule(name, expand(table["command"], variables), inputs, outputs, tuple(table.get("needs", [])))
    except ValueError as error:
        raise RulesError(f"{name}: {error}") from error

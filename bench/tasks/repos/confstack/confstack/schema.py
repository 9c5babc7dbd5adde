"""Which keys there are, and what their values must be."""

from dataclasses import dataclass

from confstack.errors import SchemaError
from confstack.values import CONVERTERS


@dataclass(frozen=True)
class Rule:
    name: str
    kind: str
    default: str | None = None


class Schema:
    def __init__(self, rules):
        self.rules = {rule.name: rule for rule in rules}

    @classmethod
    def parse(cls, text):
        """Read lines of `section.key = type [default]`.

        Raises:
            SchemaError: a line cannot be read, or has an unknown type.
        """
        rules, problems = [], []
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            name, _, definition = line.partition("=")
            kind, _, default = definition.strip().partition(" ")
            if kind not in CONVERTERS:
                problems.append(f"line {number}: unknown type {kind!r}")
                continue
            rules.append(Rule(name.strip().lower(), kind, default.strip() or None))
        if problems:
            raise SchemaError(problems)
        return cls(rules)

    def apply(self, sections):
        """Converted values as `{"section.key": value}`, with defaults where nothing is given.

        Raises:
            SchemaError: with every problem, not only the first.
        """
        given = {f"{section}.{key}": text for section, values in sections.items() for key, text in values.items()}
        problems = [f"{name} is not known" for name in sorted(given) if name not in self.rules]
        values = {}
        for name, rule in self.rules.items():
            text = given.get(name, rule.default)
            if text is None:
                problems.append(f"{name} is missing")
                continue
            try:
                values[name] = CONVERTERS[rule.kind](text)
            except ValueError as error:
                problems.append(f"{name}: {error}")
        if problems:
            raise SchemaError(problems)
        return values

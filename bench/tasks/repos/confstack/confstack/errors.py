"""What can be wrong with a configuration."""


class ConfigError(Exception):
    """The base of all errors here."""


class ParseError(ConfigError):
    """A line that cannot be read."""

    def __init__(self, message, source, line):
        super().__init__(f"{source}:{line}: {message}")
        self.source = source
        self.line = line


class InterpolationError(ConfigError):
    """A reference that leads nowhere or back to itself."""


class SchemaError(ConfigError):
    """Values that the schema does not allow; `problems` has one text for each."""

    def __init__(self, problems):
        super().__init__("; ".join(problems))
        self.problems = list(problems)

"""A loaded configuration."""

from pathlib import Path

from confstack.interpolate import interpolate
from confstack.layers import from_overrides, merge, origins
from confstack.parser import parse


class Config:
    """Values by `section.key`; texts, or what a schema made of them."""

    def __init__(self, sections, origin=None):
        self.sections = sections
        self.origin = origin or {}

    def get(self, name, default=None):
        """The text of `section.key`, or the default."""
        section, _, key = name.lower().rpartition(".")
        return self.sections.get(section, {}).get(key, default)

    def names(self):
        return sorted(f"{section}.{key}" for section, values in self.sections.items() for key in values)

    def checked(self, schema):
        """The converted values. Raises SchemaError."""
        return schema.apply(self.sections)


def load(paths, overrides=()):
    """Read files, lay them over each other in order, then the overrides, and replace the references.

    Raises:
        ParseError, InterpolationError, ValueError (a bad override), OSError
    """
    layers = [(str(path), parse(Path(path).read_text(encoding="utf-8"), str(path))) for path in paths]
    layers.append(("override", from_overrides(overrides)))
    sections = interpolate(merge(*(layer for _, layer in layers)))
    return Config(sections, origins(*layers))

"""Replaces `${section.key}` in values."""

import re

from confstack.errors import InterpolationError

_REFERENCE = re.compile(r"\$(?:\$|\{([^}]*)\})")


def interpolate(sections):
    """A copy with all references replaced, however deep they go.

    Raises:
        InterpolationError: a reference to nothing, or a circle.
    """
    return {
        section: {key: resolve(sections, section, key) for key in values} for section, values in sections.items()
    }


def resolve(sections, section, key, seen=()):
    """The value of one key with its references replaced."""
    place = (section, key)
    if place in seen:
        path = " -> ".join(".".join(item) for item in (*seen, place))
        raise InterpolationError(f"a circle of references: {path}")
    if key not in sections.get(section, {}):
        raise InterpolationError(f"there is no {section}.{key}")

    def replace(match):
        name = match.group(1)
        if name is None:
            return "$"
        other_section, _, other_key = name.strip().lower().rpartition(".")
        return resolve(sections, other_section or section, other_key, (*seen, place))

    return _REFERENCE.sub(replace, sections[section][key])

"""Lays configurations over each other."""


def merge(*layers):
    """One configuration of many: for each key the last layer that has it wins."""
    merged = {}
    for layer in layers:
        for section, values in layer.items():
            merged.setdefault(section, {}).update(values)
    return merged


def origins(*named_layers):
    """For each `section.key` the name of the layer that decides. Takes pairs of name and layer."""
    found = {}
    for name, layer in named_layers:
        for section, values in layer.items():
            for key in values:
                found[f"{section}.{key}"] = name
    return found


def from_overrides(pairs):
    """A layer of `section.key=value` texts, as the command line gives them.

    Raises ValueError when one has no `=` or no section.
    """
    layer = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        section, dot, key = name.strip().lower().rpartition(".")
        if not separator or not dot:
            raise ValueError(f"{pair!r} is no section.key=value")
        layer.setdefault(section, {})[key] = value.strip()
    return layer

"""Whether a rule has to run."""

from pathlib import Path


def is_due(rule, root="."):
    """Whether the outputs of a rule are not up to date."""
    outputs = [Path(root, name) for name in rule.outputs]
    if not outputs or not all(path.exists() for path in outputs):
        return True
    oldest = min(path.stat().st_mtime for path in outputs)
    return any(Path(root, name).stat().st_mtime > oldest for name in rule.inputs)

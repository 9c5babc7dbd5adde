"""Rows about steps and changes."""

from foldersync.report.sizes import human_size


def step_rows(steps):
    """One row for each step."""
    rows = []
    for step in steps:
        rows.append(f"{step.action} {step.old} -> {step.path}" if step.old else f"{step.action} {step.path}")
    return rows


def summary(changes, source):
    """One row about all changes, with the size of what has to be copied."""
    if not changes:
        return "no changes"
    size = sum(source[path].size for path in changes.added + changes.changed)
    return (
        f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed, "
        f"{len(changes.moved)} moved ({human_size(size)})"
    )

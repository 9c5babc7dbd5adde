"""Finds out what has to be built, and in which order."""

from makelet.errors import MakeletError


def in_order(targets, goal):
    """The target `goal` and all that it needs, each behind what it needs itself."""
    done = []

    def visit(name, path):
        if name in path:
            raise MakeletError("circle: " + " -> ".join([*path, name]))
        if name not in targets or targets[name] in done:
            return
        for need in targets[name].needs:
            visit(need, [*path, name])
        done.append(targets[name])

    if goal not in targets:
        raise MakeletError(f"there is no target {goal}")
    visit(goal, [])
    return done


def outdated(targets, goal, folder):
    """The targets that have to be built for `goal`, in order; files are looked up in `folder`."""
    found = []
    names = set()
    for target in in_order(targets, goal):
        if names.intersection(target.needs) or is_stale(target, folder):
            found.append(target)
            names.add(target.name)
    return found


def is_stale(target, folder):
    """Whether the file of a target is missing, or older than a file that it needs."""
    file = folder / target.name
    if target.phony or not file.exists():
        return True
    needed = [folder / need for need in target.needs]
    return any(need.exists() and need.stat().st_mtime > file.stat().st_mtime for need in needed)

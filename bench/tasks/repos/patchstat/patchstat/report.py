"""Writes the table."""


def bar(added, deleted, largest, width):
    """A bar of `+` and `-`: a character for each line, or less if the largest one would be longer than `width`.

    Whatever has been added or deleted is seen in it, be it ever so little.
    """
    scale = min(1, width / largest) if largest else 1
    return "+" * _length(added, scale) + "-" * _length(deleted, scale)


def _length(lines, scale):
    return max(1, int(lines * scale)) if lines else 0


def table(stats, width=60):
    """A line for each file with its path, its changed lines and a bar, and a line with the totals."""
    if not stats:
        return "no changes"
    paths = max(len(stat.path) for stat in stats)
    counts = [_count(stat) for stat in stats]
    digits = max(len(count) for count in counts)
    largest = max(stat.churn for stat in stats)
    lines = []
    for stat, count in zip(stats, counts, strict=True):
        line = f"{stat.path:<{paths}} | {count:>{digits}}"
        if width:
            line += f" {bar(stat.added, stat.deleted, largest, width)}"
        lines.append(line.rstrip())
    return "\n".join([*lines, totals(stats)])


def _count(stat):
    return "Bin" if stat.binary else str(stat.churn)


def totals(stats):
    files = "1 file" if len(stats) == 1 else f"{len(stats)} files"
    return f"{files}, {sum(stat.added for stat in stats)} added, {sum(stat.deleted for stat in stats)} deleted"

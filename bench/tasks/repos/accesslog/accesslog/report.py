"""The report as text."""

from accesslog.counts import error_rate, percentile, status_counts, top_paths
from accesslog.filters import without_bots, without_paths
from accesslog.sessions import find_sessions

_UNITS = ("B", "kB", "MB", "GB")


def format_size(size):
    """`900 B`, `5.0 kB`; 1 kB is 1024 B."""
    unit = 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size /= 1024
        unit += 1
    return f"{size} B" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"


def make_report(entries, settings):
    """The report on all entries that are not filtered out."""
    entries = without_paths(without_bots(entries, settings.bots), settings.ignore)
    sessions = find_sessions(entries, settings.session_minutes)
    lines = [
        f"requests: {len(entries)}",
        f"visits: {len(sessions)}",
        f"sent: {format_size(sum(entry.size for entry in entries))}",
        f"errors: {error_rate(entries):.1%}",
    ]
    slow = percentile(entries, 0.95)
    if slow is not None:
        lines.append(f"95% within: {slow:.3f} s")
    lines.append("status: " + ", ".join(f"{name} {count}" for name, count in status_counts(entries).items()))
    lines.append("paths:")
    lines += [f"{count:6}  {path}" for path, count in top_paths(entries, settings.top)]
    return "\n".join(lines)

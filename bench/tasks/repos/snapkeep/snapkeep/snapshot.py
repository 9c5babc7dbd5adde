"""Snapshots and their names."""

from dataclasses import dataclass
from datetime import datetime

FORMAT = "%Y-%m-%d_%H%M"


@dataclass(frozen=True)
class Snapshot:
    host: str
    taken: datetime

    @property
    def name(self):
        return f"{self.host}_{self.taken.strftime(FORMAT)}"


def parse_name(name):
    """The snapshot of that name, or None when it is not the name of one. There may be underscores in a host."""
    parts = name.rsplit("_", 2)
    if len(parts) != 3 or not parts[0]:
        return None
    try:
        snapshot = Snapshot(parts[0], datetime.strptime("_".join(parts[1:]), FORMAT))
    except ValueError:
        return None
    return snapshot if snapshot.name == name else None

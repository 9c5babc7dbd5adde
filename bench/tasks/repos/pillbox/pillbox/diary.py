"""What has been taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    when: datetime
    name: str


def read_diary(path):
    return parse_diary(Path(path).read_text(encoding="utf-8"))


def parse_diary(text):
    """Read lines such as `2024-05-02 08:10 Metformin`; they need not be in order."""
    diary = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        parts = line.split(maxsplit=2)
        if len(parts) < 3:
            raise ValueError(f"line {number} of the diary: {line!r}")
        diary.append(Taken(datetime.strptime(f"{parts[0]} {parts[1]}", "%Y-%m-%d %H:%M"), parts[2]))
    return diary


def taken_of(medicine, diary):
    """The moments at which a medicine was taken, the first one first."""
    return sorted(taken.when for taken in diary if taken.name.lower() == medicine.name.lower())


def last_taken(medicine, diary):
    moments = taken_of(medicine, diary)
    return moments[-1] if moments else None


def may_take(medicine, diary, now):
    """Whether another dose may be taken now.

    There are at most `limit` doses within 24 hours (one that was taken exactly 24 hours ago no longer counts), and the
    last one is at least `gap` hours ago.
    """
    moments = taken_of(medicine, diary)
    recent = [when for when in moments if now - when < timedelta(hours=24)]
    if medicine.limit and len(recent) >= medicine.limit:
        return False
    return not moments or now - moments[-1] >= timedelta(hours=medicine.gap)

"""Visits: requests of one client without a long pause."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass
class Session:
    client: str
    entries: list = field(default_factory=list)

    @property
    def start(self):
        return self.entries[0].time

    @property
    def end(self):
        return self.entries[-1].time

    @property
    def duration(self):
        return self.end - self.start


def find_sessions(entries, minutes=30):
    """The sessions, by their start. A client who was away for more than `minutes` begins a new one."""
    pause = timedelta(minutes=minutes)
    current = {}
    sessions = []
    for entry in sorted(entries, key=lambda entry: entry.time):
        session = current.get(entry.client)
        if session is None or entry.time - session.end > pause:
            session = current[entry.client] = Session(entry.client)
            sessions.append(session)
        session.entries.append(entry)
    return sessions

from datetime import datetime, timezone

from accesslog import Entry


def entry(path="/", status=200, hour=9, minute=0, client="10.0.0.7", agent="Mozilla/5.0", seconds=None, size=100):
    time = datetime(2025, 3, 3, hour, minute, tzinfo=timezone.utc)
    return Entry(client, None, time, "GET", path, "", status, size, agent, seconds)

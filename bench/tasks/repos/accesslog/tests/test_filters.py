from datetime import datetime, timezone

from accesslog.filters import between, without_bots, without_paths
from helpers import entry


def test_bots():
    entries = [entry(agent="Mozilla/5.0 (compatible; Googlebot/2.1)"), entry(agent="curl/8.5.0")]
    assert without_bots(entries, ["googlebot"]) == entries[1:]
    assert without_bots(entries, ["CURL"]) == entries[:1]
    assert without_bots(entries, []) == entries


def test_paths():
    entries = [entry("/static/a.css"), entry("/statics"), entry("/favicon.ico")]
    assert without_paths(entries, ["/static/", "/favicon.ico"]) == entries[1:2]
    assert without_paths(entries, []) == entries


def test_between():
    entries = [entry(hour=hour) for hour in (8, 9, 10)]
    nine, ten = (datetime(2025, 3, 3, hour, tzinfo=timezone.utc) for hour in (9, 10))
    assert between(entries, nine, ten) == entries[1:2]
    assert between(entries, start=nine) == entries[1:]
    assert between(entries, end=nine) == entries[:1]

from datetime import datetime, timedelta, timezone

import pytest

from accesslog import Entry
from accesslog.report import make_report
from accesslog.sessions import find_sessions
from accesslog.settings import Settings

MIDNIGHT = datetime(2025, 5, 1, tzinfo=timezone.utc)


def entries(*minutes, client="a"):
    return [
        Entry(client, None, MIDNIGHT + timedelta(minutes=minute), "GET", "/", "", 200, 1, "Mozilla") for minute in minutes
    ]


def lengths(*arguments, **options):
    return [len(session.entries) for session in find_sessions(*arguments, **options)]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (range(0, 121, 10), [13]),
        ((0, 30, 60, 90), [4]),
        ((0, 31), [1, 1]),
        ((0, 20, 40, 71, 90, 110), [3, 3]),
        ((0, 45, 60, 85, 116), [1, 3, 1]),
        ((1430, 1450, 1470), [3]),
        ((), []),
    ],
)
def test_pauses(minutes, expected):
    assert lengths(entries(*minutes)) == expected
    assert lengths(entries(*minutes)[::-1]) == expected


def test_another_pause():
    assert lengths(entries(0, 5, 10, 16), minutes=5) == [3, 1]
    assert lengths(entries(0, 5, 10, 16), minutes=6) == [4]


def test_clients():
    both = entries(0, 25, 50, 100, client="a") + entries(10, 60, client="b")
    sessions = find_sessions(both)
    assert [(session.client, len(session.entries)) for session in sessions] == [("a", 3), ("b", 1), ("b", 1), ("a", 1)]
    assert sessions[0].start == MIDNIGHT
    assert sessions[0].end == MIDNIGHT + timedelta(minutes=50)
    assert sessions[0].duration == timedelta(minutes=50)


def test_the_report():
    report = make_report(entries(*range(0, 121, 10)), Settings())
    assert "visits: 1" in report.splitlines()

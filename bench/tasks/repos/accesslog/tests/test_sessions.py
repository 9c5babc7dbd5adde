from datetime import timedelta

from accesslog.sessions import find_sessions
from helpers import entry


def test_a_pause_begins_a_new_session():
    sessions = find_sessions([entry(hour=9), entry(hour=9, minute=30), entry(hour=10, minute=1)])
    assert [len(session.entries) for session in sessions] == [2, 1]
    assert sessions[0].duration == timedelta(minutes=30)


def test_a_long_visit():
    entries = [entry(hour=hour, minute=minute) for hour in (9, 10) for minute in (0, 20, 40)]
    assert [session.duration for session in find_sessions(entries)] == [timedelta(minutes=100)]


def test_clients_do_not_mix():
    sessions = find_sessions([entry(client="b", minute=2), entry(client="a", minute=1), entry(client="b", minute=3)])
    assert [session.client for session in sessions] == ["a", "b"]


def test_another_pause():
    assert len(find_sessions([entry(minute=0), entry(minute=6)], minutes=5)) == 2

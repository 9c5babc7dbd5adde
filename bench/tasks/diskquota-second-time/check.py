import json
from datetime import date

import pytest
from support import run_python

from diskquota import Limit, Limits, Tracker, report
from diskquota.grace import load_tracker

LIMIT = Limit(100, 200)


def march(day):
    return date(2024, 3, day)


@pytest.mark.parametrize("below", [0, 80, 99, 100])
def test_again(below):
    tracker = Tracker()
    tracker.update("ana", 150, LIMIT, march(1))
    tracker.update("ana", below, LIMIT, march(4))
    assert tracker.deadline("ana") is None
    assert "ana" not in tracker.since
    tracker.update("ana", 101, LIMIT, march(20))
    tracker.update("ana", 180, LIMIT, march(23))
    assert tracker.deadline("ana") == march(27)


def test_all_the_time_over():
    tracker = Tracker()
    for day, used in ((1, 101), (2, 150), (5, 250), (6, 101), (9, 120)):
        tracker.update("ana", used, LIMIT, march(day))
        assert tracker.deadline("ana") == march(8)


def test_only_that_user():
    tracker = Tracker({"ana": march(1), "bo": march(2)})
    tracker.update("ana", 10, LIMIT, march(3))
    tracker.update("cy", 10, LIMIT, march(3))
    assert tracker.since == {"bo": march(2)}


def test_given_dict_is_not_changed():
    since = {"ana": march(1)}
    Tracker(since).update("ana", 10, LIMIT, march(3))
    assert since == {"ana": march(1)}


def test_report():
    tracker = Tracker()
    states = []
    for day, used in ((1, 150), (7, 150), (8, 150), (9, 100), (20, 150), (26, 150), (27, 150), (28, 201), (29, 3)):
        (row,) = report({"ana": used}, Limits(LIMIT), tracker, march(day))
        states.append(row.state)
    assert states == ["grace", "grace", "blocked", "ok", "grace", "grace", "blocked", "blocked", "ok"]
    assert tracker.since == {}


def test_saved(tmp_path):
    limits, usage, state = tmp_path / "limits.ini", tmp_path / "usage.txt", tmp_path / "state.json"
    limits.write_text("[default]\nsoft = 100K\nhard = 200K\n")
    known = []
    for day, used in (("01", 150), ("04", 80), ("20", 150)):
        usage.write_text(f"{used}\t/home/ana\n")
        command = ("-m", "diskquota", str(limits), str(usage), "--state", str(state), "--today", f"2024-03-{day}")
        done = run_python(*command)
        assert done.returncode == 0, done.stderr
        known.append(json.loads(state.read_text()))
    assert known == [{"ana": "2024-03-01"}, {}, {"ana": "2024-03-20"}]
    assert load_tracker(state).deadline("ana") == march(27)

from datetime import date

from diskquota import Limit, Tracker
from diskquota.grace import load_tracker

LIMIT = Limit(100, 200)


def test_deadline():
    tracker = Tracker()
    tracker.update("ana", 101, LIMIT, date(2024, 2, 25))
    tracker.update("bo", 100, LIMIT, date(2024, 2, 25))
    tracker.update("ana", 150, LIMIT, date(2024, 2, 28))
    assert tracker.deadline("ana") == date(2024, 3, 3)
    assert tracker.deadline("bo") is None


def test_over_a_second_time():
    tracker = Tracker()
    tracker.update("ana", 150, LIMIT, date(2024, 3, 1))
    tracker.update("ana", 80, LIMIT, date(2024, 3, 4))
    tracker.update("ana", 150, LIMIT, date(2024, 3, 20))
    assert tracker.deadline("ana") == date(2024, 3, 27)


def test_saved(tmp_path):
    Tracker({"ana": date(2024, 3, 1)}).save(tmp_path / "state.json")
    assert load_tracker(tmp_path / "state.json").since == {"ana": date(2024, 3, 1)}
    assert load_tracker(tmp_path / "none.json").since == {}

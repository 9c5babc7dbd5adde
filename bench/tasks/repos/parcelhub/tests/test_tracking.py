from datetime import datetime
from pathlib import Path

from parcelhub import Tracker, TrackingEvent, read_events

DATA = Path(__file__).parent.parent / "data"


def event(hour, state, number="7"):
    return TrackingEvent(datetime(2025, 3, 3, hour), number, state, "Fulda")


def test_history():
    tracker = Tracker([event(8, "accepted"), event(9, "sorted"), event(9, "sorted")])
    assert [item.state for item in tracker.history("7")] == ["accepted", "sorted"]
    assert tracker.history("8") == []
    assert tracker.last("8") is None


def test_a_late_scan():
    tracker = Tracker([event(8, "accepted"), event(15, "delivered"), event(11, "sorted")])
    assert tracker.last("7").state == "delivered"


def test_read_events():
    tracker = Tracker(read_events(DATA / "scans.csv"))
    assert tracker.numbers() == ["40010", "40011"]
    assert tracker.history("40011") == [TrackingEvent(datetime(2025, 3, 3, 18, 12), "40011", "accepted", "Kassel")]

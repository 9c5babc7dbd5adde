from datetime import datetime, timedelta

from parcelhub import Tracker, TrackingEvent
from parcelhub.cli import main

BEGIN = datetime(2025, 3, 3, 20)


def event(hours, state, number="7"):
    return TrackingEvent(BEGIN + timedelta(hours=hours), number, state, "Fulda")


def test_the_latest_event():
    tracker = Tracker([event(0, "accepted"), event(15, "delivered"), event(9, "sorted"), event(1, "loaded", "8")])
    assert tracker.last("7") == event(15, "delivered")
    assert tracker.last("8") == event(1, "loaded", "8")
    tracker.add(event(12, "loaded"))
    assert tracker.last("7").state == "delivered"
    tracker.add(event(40, "returned"))
    assert tracker.last("7").state == "returned"
    assert tracker.last("9") is None


def test_the_history():
    tracker = Tracker([event(15, "delivered"), event(0, "accepted"), event(9, "sorted"), event(15, "delivered")])
    assert tracker.history("7") == [event(0, "accepted"), event(9, "sorted"), event(15, "delivered")]
    assert tracker.history("9") == []
    assert tracker.numbers() == ["7"]


def test_the_command(tmp_path, capsys):
    file = tmp_path / "scans.csv"
    file.write_text(
        "time,number,state,place\n"
        "2025-03-04T13:25,40010,delivered,Bonn\n"
        "2025-03-03T18:12,40011,accepted,Kassel\n"
        "2025-03-04T05:40,40010,sorted,Fulda\n"
    )
    assert main(["state", str(file)]) == 0
    assert capsys.readouterr().out == ("40010 delivered (Bonn, 04.03. 13:25)\n40011 accepted (Kassel, 03.03. 18:12)\n")

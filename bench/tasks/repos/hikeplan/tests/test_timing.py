from hikeplan import Leg, Pace, Route, show_clock, timetable, walking_minutes
from hikeplan.__main__ import main

PACE = Pace()


def test_flat():
    assert walking_minutes(Leg("", 6, 0, 0), PACE) == 90
    assert walking_minutes(Leg("", 8, 150, 250), PACE) == 150


def test_steep():
    assert walking_minutes(Leg("", 2, 600, 0), PACE) == 135
    assert walking_minutes(Leg("", 2, 0, 1000), PACE) == 135


def test_timetable():
    route = Route("Village", [Leg("Mill", 8, 0, 0), Leg("Hut", 4, 0, 0), Leg("Lake", 4, 0, 0)])
    table = timetable(route, 480, PACE)
    assert [show_clock(minutes) for minutes, _ in table] == ["8:00", "10:00", "11:15", "12:15"]
    assert [place for _, place in table] == ["Village", "Mill", "Hut", "Lake"]


def test_command(tmp_path, capsys):
    file = tmp_path / "route.txt"
    file.write_text("Village\nMill: 3 km, 0 up, 0 down\nHut: 2 km, 600 up, 0 down\n")
    main([str(file), "--start", "7:30"])
    assert capsys.readouterr().out.splitlines() == [
        " 7:30 Village",
        " 8:15 Mill",
        "10:45 Hut",
        "5 km in 3:15 hours",
    ]

import pytest

from hikeplan import Leg, Pace, read_route, timetable, walking_minutes
from support import WORKSPACE


@pytest.mark.parametrize(
    ("km", "up", "down", "minutes"),
    [
        (6, 0, 0, 90),
        (0, 300, 0, 60),
        (0, 0, 500, 60),
        (2, 600, 0, 135),
        (8, 150, 0, 135),
        (4, 300, 0, 90),
        (2, 150, 500, 105),
        (4, 300, 500, 150),
        (2, 900, 250, 225),
        (0, 0, 0, 0),
    ],
)
def test_minutes(km, up, down, minutes):
    assert walking_minutes(Leg("Hut", km, up, down), Pace()) == minutes


def test_another_pace():
    assert walking_minutes(Leg("Hut", 5, 800, 0), Pace(flat=5, up=400)) == 150
    assert walking_minutes(Leg("Hut", 10, 400, 0), Pace(flat=5, up=400)) == 150


def test_minutes_are_whole():
    minutes = walking_minutes(Leg("Hut", 1.3, 377, 41), Pace())
    assert isinstance(minutes, int)
    assert minutes == 90


def test_the_route():
    route = read_route(WORKSPACE / "routes" / "saddle.txt")
    assert [minutes for minutes, _ in timetable(route, 0, Pace())] == [0, 52, 223, 317, 507]

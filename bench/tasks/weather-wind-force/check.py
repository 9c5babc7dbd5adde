import pytest

from weatherlog import Station, parse_reading
from weatherlog.wind import beaufort, to_kmh


def test_speeds():
    assert to_kmh(10) == pytest.approx(36)
    assert to_kmh(0) == 0
    assert to_kmh(2.5) == pytest.approx(9)


@pytest.mark.parametrize(
    ("speed", "force"),
    [(0.2, 0), (0.3, 1), (1.6, 1), (1.7, 2), (5, 3), (8, 4), (8.1, 5), (13, 6), (14, 7), (20, 8), (24, 9), (30, 11), (33, 12)],
)
def test_forces(speed, force):
    assert beaufort(speed) == force


def test_strongest_wind():
    lines = ("2025-03-01 06:00;1;0;9.5", "2025-03-01 12:00;1;0;21", "2025-03-01 18:00;1;0;3")
    assert Station("Pier", [parse_reading(line) for line in lines]).strongest_wind() == 9

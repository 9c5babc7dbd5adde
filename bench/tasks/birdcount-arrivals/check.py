from datetime import date
from itertools import permutations

import pytest

from birdcount import Sighting, arrivals
from support import WORKSPACE, run_python

VISITS = [
    Sighting(date(2025, 4, 9), "North Pond", "Barn Swallow", 2),
    Sighting(date(2024, 12, 31), "North Pond", "Barn Swallow", 1),
    Sighting(date(2025, 4, 10), "Mill Meadow", "Barn Swallow", 30),
    Sighting(date(2025, 1, 5), "Mill Meadow", "Osprey", 1),
]


@pytest.mark.parametrize("visits", permutations(VISITS))
def test_any_order(visits):
    expected = [("Barn Swallow", date(2024, 12, 31)), ("Osprey", date(2025, 1, 5))]
    assert list(arrivals(list(visits)).items()) == expected


def test_the_same_day():
    day = date(2025, 5, 1)
    visits = [Sighting(day, "North Pond", name, 1) for name in ("Osprey", "Lapwing", "Osprey", "Mute Swan")]
    assert list(arrivals(visits).items()) == [("Lapwing", day), ("Mute Swan", day), ("Osprey", day)]
    assert arrivals([]) == {}


def test_the_command():
    done = run_python("-m", "birdcount", "arrivals", "data/spring.txt", cwd=WORKSPACE)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == [" 29.3.2025 Common Snipe", " 29.3.2025 Lapwing", "  5.4.2025 Sand Martin"]

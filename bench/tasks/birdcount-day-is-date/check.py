from datetime import date

import pytest

from birdcount import Sighting, read_checklist, read_sightings, species_by_month
from birdcount.report import arrival_lines, month_lines
from support import WORKSPACE, run_python

VISITS = [
    Sighting(date(2025, 1, 1), "North Pond", "Mute Swan", 2),
    Sighting(date(2024, 12, 31), "North Pond", "Lapwing", 2),
    Sighting(date(2025, 12, 9), "North Pond", "Lapwing", 2),
    Sighting(date(2025, 12, 10), "North Pond", "Mute Swan", 2),
    Sighting(date(2025, 12, 11), "Mill Meadow", "Mute Swan", 2),
]


def test_a_day_is_a_date():
    checklist = read_checklist(WORKSPACE / "data" / "checklist.csv")
    days = [sighting.day for sighting in read_sightings(WORKSPACE / "data" / "spring.txt", checklist)]
    assert days[0] == date(2025, 4, 6)
    assert {type(day) for day in days} == {date}


def test_months():
    assert list(species_by_month(VISITS).items()) == [("2024-12", 1), ("2025-01", 1), ("2025-12", 2)]
    assert month_lines(VISITS) == ["2024-12   1 species", "2025-01   1 species", "2025-12   2 species"]


def test_arrivals():
    assert arrival_lines(VISITS) == ["31.12.2024 Lapwing", "  1.1.2025 Mute Swan"]


@pytest.mark.parametrize(
    ("command", "line"),
    [("months", "2025-03   2 species"), ("arrivals", " 17.5.2025 Black Tern"), ("report", "    1 Osprey (rare)")],
)
def test_the_commands(command, line):
    done = run_python("-m", "birdcount", command, "data/spring.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert line in done.stdout.splitlines()

from datetime import date
from pathlib import Path

import pytest

from birdcount import Sighting, parse_count, parse_sighting, read_checklist, read_sightings

CHECKLIST = read_checklist(Path(__file__).parent.parent / "data" / "checklist.csv")


@pytest.mark.parametrize(("text", "count"), [("1", 1), (" 12 ", 12), ("~40", 40), ("x", 1), ("X", 1)])
def test_count(text, count):
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["", "0", "-3", "~0", "many", "xx"])
def test_no_count(text):
    with pytest.raises(ValueError):
        parse_count(text)


def test_parse():
    swans = Sighting(date(2025, 4, 6), "North Pond", "Mute Swan", 4)
    assert parse_sighting("2025-04-06; North Pond; Mute Swan; 4\n", CHECKLIST) == swans
    assert parse_sighting("2025-04-06;North Pond;mute swan;4", CHECKLIST) == swans


def test_no_sighting():
    with pytest.raises(ValueError, match="no sighting"):
        parse_sighting("2025-04-06; North Pond; Mute Swan", CHECKLIST)
    with pytest.raises(ValueError, match="not on the checklist: 'Dodo'"):
        parse_sighting("2025-04-06; North Pond; Dodo; 1", CHECKLIST)


def test_read(tmp_path):
    file = tmp_path / "visits.txt"
    file.write_text("# a visit\n\n2025-04-06; North Pond; Osprey; 1\n")
    assert read_sightings(file, CHECKLIST) == [Sighting(date(2025, 4, 6), "North Pond", "Osprey", 1)]

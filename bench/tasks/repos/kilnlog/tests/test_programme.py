from pathlib import Path

import pytest

from kilnlog import Segment, parse_programme, read_programme
from kilnlog.programme import parse_segment

DATA = Path(__file__).parents[1] / "data"


def test_segment():
    assert parse_segment("150/h to 1060 hold 20") == Segment(150, 1060, 20)
    assert parse_segment(" 60 /h TO 120") == Segment(60, 120)


@pytest.mark.parametrize("text", ["", "150 to 1060", "0/h to 100", "-80/h to 100", "150/h to 1060 hold"])
def test_not_a_segment(text):
    with pytest.raises(ValueError, match="not a segment"):
        parse_segment(text)


def test_minutes():
    assert parse_programme("100/h to 620").minutes() == 360
    assert parse_programme("100/h to 600\n150/h to 1050 hold 20").minutes(start=100) == 500
    assert read_programme(DATA / "bisque.txt").minutes() == 628


def test_controlled_cooling():
    assert Segment(100, 900).minutes(1200) == 180
    assert Segment(50, 760, 30).minutes(1060) == 390
    assert parse_programme("100/h to 1220\n150/h to 1070 hold 15").minutes() == 795


def test_peak():
    assert parse_programme("100/h to 1220\n150/h to 1070").peak == 1220


def test_empty():
    with pytest.raises(ValueError, match="no segments"):
        parse_programme("# nothing\n\n")

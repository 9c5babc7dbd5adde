import pytest
from support import WORKSPACE, run_python

from kilnlog import Segment, parse_programme, read_programme
from kilnlog.programme import parse_segment


@pytest.mark.parametrize(
    ("segment", "start", "minutes"),
    [
        (Segment(100, 900), 1200, 180), (Segment(100, 1200), 900, 180), (Segment(60, 1060, 5), 1061, 6),
        (Segment(60, 1060, 5), 1059, 6), (Segment(80, 700, 45), 700, 45), (Segment(80, 700), 700, 0),
        (Segment(50, 760, 30), 1060, 390), (Segment(40, 0), 20, 30), (Segment(7, 20), 1020, 60000 / 7),
    ],
)  # fmt: skip
def test_segments(segment, start, minutes):
    assert segment.minutes(start) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("100/h to 1220\n150/h to 1070 hold 15", 20, 795),
        ("100/h to 1220", 20, 720),
        ("100/h to 1220 hold 10\n300/h to 1100\n50/h to 1000 hold 60\n100/h to 1100\n200/h to 100", 20, 1294),
        ("60/h to 100", 200, 100),
        ("60/h to 100\n60/h to 40\n60/h to 100", 40, 180),
        ("100/h to 600\n150/h to 1050 hold 20", 100, 500),
    ],
)
def test_programmes(text, start, minutes):
    assert parse_programme(text).minutes(start) == minutes


def test_others():
    programme = parse_programme("100/h to 1220\n150/h to 1070")
    assert programme.peak == 1220
    assert programme.segments == (Segment(100, 1220), Segment(150, 1070))
    assert read_programme(WORKSPACE / "data" / "bisque.txt").minutes() == 628
    for text in ("-80/h to 100", "0/h to 100", "80/h to -100"):
        with pytest.raises(ValueError, match="not a segment"):
            parse_segment(text)


def test_command(tmp_path):
    (tmp_path / "crystal.txt").write_text("100/h to 1220\n150/h to 1070\n")
    done = run_python("-m", "kilnlog", "minutes", str(tmp_path / "crystal.txt"))
    assert (done.returncode, done.stdout) == (0, "13 h 00 min, cone 5\n")

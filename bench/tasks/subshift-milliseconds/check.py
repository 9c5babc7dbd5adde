import pytest

from subshift import Cue, parse, read_time, render, show_time


@pytest.mark.parametrize(
    ("millis", "text"),
    [
        (0, "00:00:00,000"),
        (7, "00:00:00,007"),
        (5040, "00:00:05,040"),
        (5400, "00:00:05,400"),
        (59999, "00:00:59,999"),
        (3600000, "01:00:00,000"),
        (45296123, "12:34:56,123"),
    ],
)
def test_times(millis, text):
    assert show_time(millis) == text
    assert read_time(text) == millis


def test_a_file():
    cues = [Cue(1, 5, 1040, "a\nb"), Cue(2, 2000, 62003, "c")]
    assert "00:00:00,005 --> 00:00:01,040\n" in render(cues)
    assert parse(render(cues)) == cues

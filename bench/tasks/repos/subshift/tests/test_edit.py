from subshift import Cue, overlaps, shift

CUES = [Cue(1, 500, 900, "a"), Cue(2, 1000, 2000, "b"), Cue(3, 1900, 3000, "c")]


def test_later():
    assert [(cue.start, cue.end) for cue in shift(CUES, 250)] == [(750, 1150), (1250, 2250), (2150, 3250)]


def test_earlier():
    assert shift(CUES, -1000) == [Cue(1, 0, 1000, "b"), Cue(2, 900, 2000, "c")]


def test_overlaps():
    assert overlaps(CUES) == [(2, 3)]
    assert overlaps(CUES[:2]) == []

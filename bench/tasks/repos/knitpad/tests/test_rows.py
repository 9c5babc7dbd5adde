import pytest

from knitpad import Mismatch, knit, parse_row, stitches_after
from knitpad.rows import Step, made, parse_step, used


def test_steps():
    assert parse_step(" K12 ") == Step("k", 12)
    assert parse_step("k2tog") == Step("k2tog")
    assert parse_step("k2tog x3") == Step("k2tog", 3)


@pytest.mark.parametrize("text", ["", "k0", "q2", "yo2", "k2tog x0"])
def test_not_a_stitch(text):
    with pytest.raises(ValueError, match="not a stitch"):
        parse_step(text)


def test_row():
    row = parse_row("k1, *yo, k2tog*, k1")
    assert row.before == row.after == (Step("k"),)
    assert row.repeat == (Step("yo"), Step("k2tog"))
    with pytest.raises(ValueError, match="between two"):
        parse_row("k1, *yo, k2tog")
    with pytest.raises(ValueError, match="takes no stitches"):
        parse_row("k1, *yo*, k1")


def test_used_and_made():
    steps = parse_row("k2, yo x2, kfb, ssk").before
    assert (used(steps), made(steps)) == (5, 7)


def test_knit():
    assert knit(parse_row("*k2, p2*"), 8) == (Step("k", 2), Step("p", 2)) * 2
    assert stitches_after(parse_row("k1, *yo, k2tog*, k1"), 26) == 26
    assert stitches_after(parse_row("k2, kfb, k2"), 5) == 6


def test_repeat_leaves_room_for_the_end():
    assert stitches_after(parse_row("*k2, p2*, k4"), 24) == 24


def test_mismatch():
    with pytest.raises(Mismatch, match="uses 5 of 6 stitches"):
        knit(parse_row("k5"), 6)
    with pytest.raises(Mismatch):
        knit(parse_row("*k2, p2*, k1"), 23)

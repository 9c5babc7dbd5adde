import pytest
from support import WORKSPACE, run_python

from knitpad import Mismatch, knit, parse_row, stitches_after
from knitpad.rows import Step, used


@pytest.mark.parametrize(
    ("text", "stitches", "times"),
    [
        ("*k2, p2*, k4", 24, 5), ("*k2, p2*, k4", 4, 0), ("*k2, p2*, k4", 8, 1), ("*k2, p2*, k11", 23, 3),
        ("k3, *k2, p2*, k5", 24, 4), ("k3, *k2, p2*, k5", 8, 0), ("k1, *k2, p2*, k1", 26, 6), ("*k2, p2*", 24, 6),
        ("k4, *k2, p2*", 24, 5), ("*k2, p2*", 0, 0), ("*k1*, p7", 100, 93), ("k2, *yo, k2tog*, k2", 14, 5),
        ("*yo, ssk*, k2tog x3", 14, 4), ("*s2kp*, yo x2, k3", 15, 4), ("*k5*, kfb x5, yo, m1", 15, 2),
    ],
)  # fmt: skip
def test_repeats(text, stitches, times):
    row = parse_row(text)
    steps = knit(row, stitches)
    assert steps == row.before + row.repeat * times + row.after
    assert used(steps) == stitches


@pytest.mark.parametrize(
    ("text", "stitches"),
    [
        ("*k2, p2*, k4", 23), ("*k2, p2*, k4", 25), ("*k2, p2*, k4", 3), ("*k2, p2*, k4", 0), ("*k2, p2*, k1", 23),
        ("k3, *k2, p2*, k5", 7), ("k3, *k2, p2*, k5", 5), ("k3, *k2, p2*, k5", 10), ("*k2, p2*", 22), ("k5", 6),
        ("k5", 4), ("k2, *k2, p2*", 1),
    ],
)  # fmt: skip
def test_mismatch(text, stitches):
    with pytest.raises(Mismatch, match=rf"uses \d+ of {stitches} stitches"):
        knit(parse_row(text), stitches)


def test_stitches_after():
    assert stitches_after(parse_row("*k2, p2*, k4"), 24) == 24
    assert stitches_after(parse_row("k2, *kfb, k1*, k6"), 20) == 26
    assert stitches_after(parse_row("*k2, k2tog*, k2tog x2"), 20) == 14


def test_without_repeat():
    assert knit(parse_row("k2, kfb, k2"), 5) == (Step("k", 2), Step("kfb"), Step("k", 2))
    with pytest.raises(ValueError, match="takes no stitches"):
        parse_row("k1, *yo*, k1")


def test_command(tmp_path):
    (tmp_path / "rib.txt").write_text("cast on 24\n*k2, p2*, k4\nk4, *p2, k2*, k8\n*k2, p2*, k3\n")
    done = run_python("-m", "knitpad", "check", str(tmp_path / "rib.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "knitpad: row 3 uses 23 of 24 stitches\n"
    done = run_python("-m", "knitpad", "check", str(WORKSPACE / "data" / "lace.txt"))
    assert (done.returncode, done.stdout) == (0, "row 1: 26\nrow 2: 26\nrow 3: 26\nrow 4: 26\nrow 5: 24\n")

from pathlib import Path

import pytest

from knitpad import Mismatch, parse_pattern, read_pattern
from knitpad.__main__ import main

LACE = Path(__file__).parents[1] / "data" / "lace.txt"


def test_lace():
    pattern = read_pattern(LACE)
    assert pattern.cast_on == 26
    assert pattern.counts() == [26, 26, 26, 26, 24]


def test_wrong_row():
    with pytest.raises(Mismatch, match="row 2 uses 3 of 4 stitches"):
        parse_pattern("cast on 4\nk4\nk3\n").counts()


def test_no_cast_on():
    with pytest.raises(ValueError, match="begins with"):
        parse_pattern("k4\n")
    with pytest.raises(ValueError, match="begins with"):
        parse_pattern("")


def test_commands(tmp_path, capsys):
    assert main(["cast-on", "20 x 28", "31", "--multiple", "8"]) == 0
    assert capsys.readouterr().out == "64 stitches, 32.0 cm\n"
    (tmp_path / "x.txt").write_text("cast on 4\nk2, kfb, k1\nk4\n")
    assert main(["check", str(tmp_path / "x.txt")]) == 1
    assert capsys.readouterr().err == "knitpad: row 2 uses 4 of 5 stitches\n"

import pytest

from mixtape import DoesNotFit, Track, fill_sides
from mixtape.__main__ import main

A, B, C = Track("X", "a", 1200), Track("X", "b", 601), Track("X", "c", 500)


def test_sides():
    assert fill_sides([A, B, C], 60) == ([A], [B, C])
    assert fill_sides([A, C], 60) == ([A, C], [])


def test_too_short():
    with pytest.raises(DoesNotFit, match="38:21"):
        fill_sides([A, B, C], 34)


def test_command(tmp_path, capsys):
    (tmp_path / "x.m3u").write_text("#EXTINF:1200,X - a\na.mp3\n#EXTINF:900,b\nb.mp3\n")
    assert main(["sides", str(tmp_path / "x.m3u"), "--tape", "C60"]) == 0
    assert capsys.readouterr().out == "Side A (20:00)\n   20:00  X - a\nSide B (15:00)\n   15:00  b\n"
    assert main(["list", str(tmp_path / "y.m3u")]) == 1

import pytest
from support import WORKSPACE, run_python

from crossgrid import Grid, parse_puzzle, read_puzzle

BARN = ["....", ".#..", "...."]
THREE = ["1 across", "1 down", "2 down", "3 down", "4 across"]
TWO = ["1 across", "1 down", "2 down", "3 down", "4 across", "5 across"]


def entries(settings, rows, *clues):
    text = "\n\n".join(["\n".join(settings), "\n".join(rows), "\n".join(clues or ["1 across: Something (4)"])])
    return list(parse_puzzle(text).grid.entries)


def test_without_the_setting():
    assert entries(["title: Barn"], BARN) == THREE
    assert entries(["title: Barn"], BARN, "1 across: Farm building (4)", "4 across: Not far (4)") == THREE
    assert entries(["title: Oh"], ["....", "#..#"]) == ["1 across"]
    assert entries(["title: Oh"], ["....", "#..#", "#.##"]) == ["1 across", "2 down"]


@pytest.mark.parametrize("settings", [["shortest: 2"], ["title: Barn", "shortest: 2"], ["shortest:2", "title: Barn"]])
def test_two(settings):
    assert entries(settings, BARN) == TWO


@pytest.mark.parametrize(("shortest", "expected"), [(3, THREE), (4, ["1 across", "2 across"])])
def test_longer(shortest, expected):
    assert entries([f"shortest: {shortest}"], BARN) == expected


def test_one():
    assert entries(["shortest: 1"], BARN) == [
        "1 across", "1 down", "2 down", "3 down", "4 down", "5 across", "6 across", "7 across", "8 down"
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["0", "-1", "two", ""])
def test_no_length(value):
    with pytest.raises(ValueError):
        entries([f"shortest: {value}"], BARN)


@pytest.mark.parametrize(
    "clue", ["4 across: Not far (2)", "5 across: Not far (4)", "2 across: Not far (3)", "1 across: Farm building (3)"]
)
def test_clues_that_do_not_fit(clue):
    with pytest.raises(ValueError):
        entries(["title: Barn"], BARN, clue)


def test_grid_itself():
    assert list(Grid(BARN).entries) == THREE
    assert list(Grid(BARN, 2).entries) == TWO
    assert list(Grid(["..", ".#"], shortest=2).entries) == ["1 across", "1 down"]


def test_files():
    assert len(read_puzzle(WORKSPACE / "puzzles" / "tea.txt").grid.entries) == 7
    (WORKSPACE / "check.txt").write_text("title: Barn\n\n....\n.#..\n....\n\n4 across: Not far (4)\n")
    done = run_python("-m", "crossgrid", "show", "check.txt")
    assert (done.returncode, done.stdout) == (0, "  1  _  2  3\n  _ ##  _  _\n  4  _  _  _\n")

import pytest
from support import WORKSPACE, run_python

from crossgrid import parse_clue, parse_puzzle


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        ("3-3", [3, 3]),
        ("1-5", [1, 5]),
        ("6-2-3", [6, 2, 3]),
        ("2,4-5", [2, 4, 5]),
        ("4-2,1,10", [4, 2, 1, 10]),
        ("12-11", [12, 11]),
        ("3", [3]),
        ("11", [11]),
        ("4,5", [4, 5]),
        ("1,2,3,4", [1, 2, 3, 4]),
    ],
)
def test_lengths(pattern, lengths):
    clue = parse_clue(f"7 across: It goes up (and down) ({pattern})")
    assert clue.lengths == lengths
    assert clue.total == sum(lengths)
    assert (clue.number, clue.direction, clue.text) == (7, "across", "It goes up (and down)")
    assert clue.pattern == pattern
    assert str(clue) == f" 7. It goes up (and down) ({pattern})"


def test_spaces():
    assert parse_clue("7 down: x (4, 5)").lengths == [4, 5]
    assert parse_clue("7 down: x (3 - 3)").lengths == [3, 3]


@pytest.mark.parametrize(
    "pattern", ["", "x", "0", "3-", "-3", "3,", ",3", "3--3", "3,,3", "3,-3", "0-3", "3-0", "3,0", "3;3", "3-x", "-", "3/3"]
)
def test_no_lengths(pattern):
    with pytest.raises(ValueError):
        parse_clue(f"7 across: It goes up and down ({pattern})")


def test_text_with_hyphens():
    clue = parse_clue("7 across: Up-and-down, in-out (4)")
    assert (clue.text, clue.lengths) == ("Up-and-down, in-out", [4])


def test_puzzle():
    text = "title: x\n\n......\n\n1 across: It goes up and down ({})\n"
    puzzle = parse_puzzle(text.format("3-3"))
    puzzle.fill("1 across", "see-saw")
    assert puzzle.word("1 across") == "SEESAW"
    with pytest.raises(ValueError):
        parse_puzzle(text.format("3-4"))


def test_command():
    (WORKSPACE / "check.txt").write_text("title: x\n\n......\n\n1 across: It goes up and down (3-3)\n")
    done = run_python("-m", "crossgrid", "clues", "check.txt")
    assert (done.returncode, done.stdout) == (0, "Across\n 1. It goes up and down (3-3)\nDown\n")

from pathlib import Path

import pytest

from crossgrid import parse_puzzle, read_puzzle
from crossgrid.__main__ import main

TEA = Path(__file__).parents[1] / "puzzles" / "tea.txt"
ANSWERS = {
    "1 across": "tea",
    "3 across": "get",
    "5 across": "ice",
    "6 across": "elm",
    "1 down": "taxi",
    "2 down": "agree",
    "4 down": "team",
}


@pytest.fixture
def puzzle():
    return read_puzzle(TEA)


def test_read(puzzle):
    assert puzzle.title == "Tea break"
    assert list(puzzle.clues) == list(ANSWERS)


def test_shortest_in_the_file():
    puzzle = parse_puzzle("shortest: 2\ntitle: x\n\n..\n.#\n\n1 across: Not out (2)\n")
    assert list(puzzle.grid.entries) == ["1 across", "1 down"]


@pytest.mark.parametrize(
    "text",
    [
        "title: x\n\n...",
        "colour: red\n\n...\n\n1 across: Tree (3)",
        "title: x\n\n...\n\n2 across: Tree (3)",
        "title: x\n\n...\n\n1 across: Seat (4)",
    ],
)
def test_faults(text):
    with pytest.raises(ValueError):
        parse_puzzle(text)


def test_fill(puzzle):
    puzzle.fill("1 across", "tea")
    assert puzzle.word("1 across") == "TEA"
    assert puzzle.word("2 down") == "A...."
    puzzle.fill("2 down", "a-g ree")
    assert puzzle.word("3 across") == "G.."


@pytest.mark.parametrize(("name", "answer"), [("1 across", "milk"), ("1 across", "t3a"), ("2 across", "tea")])
def test_wrong_fill(puzzle, name, answer):
    with pytest.raises(ValueError):
        puzzle.fill(name, answer)
    assert puzzle.letters == {}


def test_solve(puzzle):
    for name in ("1 down", "2 down", "4 down", "1 across", "3 across", "5 across"):
        puzzle.fill(name, ANSWERS[name])
    assert not puzzle.is_full
    assert puzzle.unsolved() == [puzzle.clues["6 across"]]
    puzzle.fill("6 across", "elm")
    assert puzzle.is_full
    assert puzzle.unsolved() == []


def test_clear_keeps_complete_entries(puzzle):
    puzzle.fill("1 across", "tea")
    puzzle.fill("2 down", "agree")
    puzzle.clear("1 across")
    assert puzzle.word("1 across") == "..A"


def test_undo(puzzle):
    puzzle.fill("1 across", "tea")
    puzzle.fill("1 across", "pot")
    puzzle.undo()
    assert puzzle.word("1 across") == "TEA"
    puzzle.undo()
    assert puzzle.letters == {}
    with pytest.raises(ValueError, match="nothing to undo"):
        puzzle.undo()


def test_command(capsys):
    assert main(["show", str(TEA)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["  1  _  2 ## ##", "  _ ##  3  _  4"]
    assert main(["clues", str(TEA)]) == 0
    assert capsys.readouterr().out.startswith("Across\n 1. Afternoon drink (3)\n 3. Become (3)\n")
    assert main(["show", "nowhere.txt"]) == 1

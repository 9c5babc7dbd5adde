import pytest
from support import WORKSPACE

from crossgrid import read_puzzle


@pytest.fixture
def puzzle():
    return read_puzzle(WORKSPACE / "puzzles" / "tea.txt")


@pytest.mark.parametrize(("name", "answer"), [("1 across", "tea"), ("2 down", "agree"), ("6 across", "elm")])
def test_one(puzzle, name, answer):
    puzzle.fill(name, answer)
    puzzle.clear(name)
    assert puzzle.word(name) == "." * len(answer)
    puzzle.undo()
    assert puzzle.word(name) == answer.upper()
    puzzle.undo()
    assert puzzle.letters == {}
    with pytest.raises(ValueError, match="nothing to undo"):
        puzzle.undo()


def test_each_step_in_turn(puzzle):
    steps = [
        ("fill", "1 across", "tea"),
        ("fill", "1 down", "taxi"),
        ("clear", "1 across"),
        ("fill", "5 across", "ice"),
        ("clear", "1 down"),
        ("clear", "5 across"),
        ("fill", "1 across", "pot"),
    ]
    before = []
    for action, *arguments in steps:
        before.append(dict(puzzle.letters))
        getattr(puzzle, action)(*arguments)
    for letters in reversed(before):
        puzzle.undo()
        assert puzzle.letters == letters
    with pytest.raises(ValueError):
        puzzle.undo()


def test_kept_letters(puzzle):
    puzzle.fill("1 across", "tea")
    puzzle.fill("2 down", "agree")
    puzzle.clear("1 across")
    assert (puzzle.word("1 across"), puzzle.word("2 down")) == ("..A", "AGREE")
    puzzle.undo()
    assert (puzzle.word("1 across"), puzzle.word("2 down")) == ("TEA", "AGREE")
    puzzle.undo()
    assert (puzzle.word("1 across"), puzzle.word("2 down")) == ("TEA", "A....")


def test_after_undo_one_goes_on(puzzle):
    puzzle.fill("1 across", "tea")
    puzzle.clear("1 across")
    puzzle.undo()
    puzzle.clear("1 across")
    puzzle.fill("1 across", "pot")
    puzzle.undo()
    assert puzzle.letters == {}
    puzzle.undo()
    assert puzzle.word("1 across") == "TEA"


def test_what_is_refused_is_no_step(puzzle):
    puzzle.fill("1 across", "tea")
    for action in (
        lambda: puzzle.clear("9 across"),
        lambda: puzzle.fill("9 across", "tea"),
        lambda: puzzle.fill("1 across", "milk"),
        lambda: puzzle.fill("1 across", "t3a"),
    ):
        with pytest.raises(ValueError):
            action()
    assert puzzle.word("1 across") == "TEA"
    puzzle.undo()
    assert puzzle.letters == {}


def test_two_puzzles(puzzle):
    other = read_puzzle(WORKSPACE / "puzzles" / "tea.txt")
    puzzle.fill("1 across", "tea")
    puzzle.clear("1 across")
    with pytest.raises(ValueError):
        other.undo()

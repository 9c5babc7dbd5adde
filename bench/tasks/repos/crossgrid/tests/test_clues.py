import pytest

from crossgrid import parse_clue


def test_parse():
    clue = parse_clue("5 across: It cools a drink (like this) (3)")
    assert clue.name == "5 across"
    assert clue.text == "It cools a drink (like this)"
    assert clue.lengths == [3]


def test_words():
    clue = parse_clue("12 down: Seat in a garden (4, 5)")
    assert clue.lengths == [4, 5]
    assert clue.total == 9


def test_str():
    assert str(parse_clue("6 across: Tree (3)")) == " 6. Tree (3)"
    assert str(parse_clue("12 down: Seat in a garden (4,5)")) == "12. Seat in a garden (4,5)"


@pytest.mark.parametrize(
    "line", ["", "Tree (3)", "6 across: Tree", "6 up: Tree (3)", "6 across: Tree ()", "6 across: Tree (x)", "6 across: A (0)"]
)
def test_no_clue(line):
    with pytest.raises(ValueError):
        parse_clue(line)

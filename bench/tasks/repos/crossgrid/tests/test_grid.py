import pytest

from crossgrid import Grid

ROWS = ["...##", ".#...", ".#.#.", "...#.", "##..."]


def test_numbers():
    assert list(Grid(ROWS).entries) == [
        "1 across",
        "1 down",
        "2 down",
        "3 across",
        "4 down",
        "5 across",
        "6 across",
    ]


def test_cells():
    entry = Grid(ROWS).entries["3 across"]
    assert entry.cells == ((1, 2), (1, 3), (1, 4))
    assert len(entry) == 3


def test_shortest():
    assert list(Grid(["..", ".#"], shortest=2).entries) == ["1 across", "1 down"]
    assert list(Grid(["..", ".#"], shortest=1).entries) == ["1 across", "1 down", "2 down", "3 across"]


@pytest.mark.parametrize("rows", [[], ["..", "."], ["..", ".x"]])
def test_no_grid(rows):
    with pytest.raises(ValueError):
        Grid(rows)


def test_crossing():
    grid = Grid(ROWS)
    assert [entry.name for entry in grid.crossing(grid.entries["1 across"])] == ["1 down", "2 down"]


def test_symmetric():
    assert Grid(ROWS).is_symmetric
    assert not Grid(["..", ".#"]).is_symmetric

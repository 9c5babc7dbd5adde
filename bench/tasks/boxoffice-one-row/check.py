import pytest
from support import WORKSPACE

from boxoffice import Hall, Row, Show, parse_seats
from boxoffice.cli import main

ROWS = (("A", 3), ("B", 1), ("C", 5), ("D", 6), ("E", 6))


def show_with(sold):
    show = Show("x", Hall("x", tuple(Row(name, seats, "all") for name, seats in ROWS)))
    if sold:
        show.sell("Lena", "full", parse_seats(sold))
    return show


@pytest.mark.parametrize(
    ("sold", "count", "found"),
    [
        ("", 1, "A1"),
        ("", 3, "A1-A3"),
        ("", 4, "C1-C4"),
        ("", 6, "D1-D6"),
        ("", 7, None),
        ("A1", 2, "A2-A3"),
        ("A1", 3, "C1-C3"),
        ("A2", 1, "A1"),
        ("A2", 2, "C1-C2"),
        ("A1-A3", 1, "B1"),
        ("A1-A3, B1", 1, "C1"),
        ("C3", 4, "D1-D4"),
        ("C1", 4, "C2-C5"),
        ("C1", 5, "D1-D5"),
        ("D3", 6, "E1-E6"),
        ("D1, E6", 6, None),
        ("A1-A3, B1, C1-C5, D1-D6, E1-E6", 1, None),
        ("A1-A3, B1, C1-C5, D1-D5, E2-E6", 2, None),
    ],
)
def test_together(sold, count, found):
    show = show_with(sold)
    assert list(show.together(count)) == (parse_seats(found) if found else [])
    assert len(show.sales) == bool(sold)


def test_the_command(capsys):
    options = ["--data", str(WORKSPACE / "data"), "together", str(WORKSPACE / "data" / "shows" / "2025-10-04.json")]
    for count, line in (
        ("5", "A4 A5 A6 A7 A8"),
        ("6", "D1 D2 D3 D4 D5 D6"),
        ("2", "A1 A2"),
        ("3", "A4 A5 A6"),
        ("12", " ".join(f"D{number}" for number in range(1, 13))),
        ("13", "none"),
    ):
        assert main([*options, count]) == 0
        assert capsys.readouterr().out == f"{line}\n"

from datetime import date
from pathlib import Path

import pytest

from billfold import Book, load_book, reminder
from billfold.__main__ import main

PATH = Path(__file__).parents[1] / "data" / "book.json"
BOOK = load_book(PATH)


def test_find():
    assert BOOK.find("2024-001").customer == "Wegner"
    with pytest.raises(KeyError, match="no invoice 2024-099"):
        BOOK.find("2024-099")


def test_next_number():
    assert BOOK.next_number(2023) == "2023-042"
    assert BOOK.next_number(2024) == "2024-004"
    assert BOOK.next_number(2025) == "2025-001"
    assert Book().next_number(2024) == "2024-001"


def test_unpaid():
    assert [one.number for one in BOOK.unpaid(date(2024, 6, 1))] == ["2024-001", "2024-002", "2024-003"]
    assert [one.number for one in BOOK.unpaid(date(2024, 5, 1))] == ["2024-001", "2024-002"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 5, 28), None),
        (date(2024, 5, 29), "reminder"),
        (date(2024, 6, 12), "second reminder"),
        (date(2024, 7, 3), "last reminder"),
    ],
)
def test_reminder(day, name):
    assert reminder(BOOK.find("2024-002"), day) == name


def test_commands(capsys):
    assert main(["show", str(PATH), "2024-002"]) == 0
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == [
        "Library", "59.70", "420.00", "4.18", "79.80", "563.68",
    ]  # fmt: skip
    assert main(["unpaid", str(PATH), "--on", "2024-05-30"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2024-001 Wegner, due 2024-03-01                   564.85  last reminder",
        "2024-002 Library, due 2024-05-22                  563.68  reminder",
        "2024-003 Hotel Krone, due 2024-05-28              -53.55",
    ]
    assert main(["show", str(PATH), "1"]) == 1
    assert capsys.readouterr().err == "billfold: no invoice 1\n"

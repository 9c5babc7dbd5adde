from datetime import date
from pathlib import Path

from woodpile import Stack, add_months, find_wood, listing, load_yard

YARD = Path(__file__).parents[1] / "data" / "yard.csv"


def test_add_months():
    assert add_months(date(2024, 3, 10), 6) == date(2024, 9, 10)
    assert add_months(date(2024, 3, 10), 24) == date(2026, 3, 10)
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)


def test_ready_in_december():
    ash = Stack("gate", find_wood("ash"), 2, 1, 1, date(2023, 6, 5))
    assert ash.ready_on == date(2024, 12, 5)
    assert add_months(date(2024, 12, 31), 12) == date(2025, 12, 31)


def test_yard():
    yard = load_yard(YARD)
    assert [stack.place for stack in yard] == ["gate", "barn", "brook", "shed"]
    assert [stack.volume for stack in yard] == [3, 5, 6, 1.5]
    assert yard[2].ready_on == date(2026, 8, 29)


def test_is_ready():
    stack = load_yard(YARD)[0]
    assert not stack.is_ready(date(2025, 3, 9))
    assert stack.is_ready(date(2025, 3, 10))


def test_listing():
    assert listing(load_yard(YARD)[:2], date(2025, 4, 1)) == [
        "gate    beech     3.00  dry",
        "barn    spruce    5.00  dry on 2025-10-15",
    ]

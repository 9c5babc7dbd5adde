from pathlib import Path

import pytest

from boxoffice import Hall, Prices, Row, Show, parse_seats, plan, seats_by_category, takings
from boxoffice.cli import main

DATA = Path(__file__).parent.parent / "data"
PRICES = Prices({"near": 2000, "far": 1250}, {"full": 0, "child": 50})


@pytest.fixture
def show():
    show = Show("Test", Hall("Test", (Row("A", 4, "near"), Row("B", 5, "far"))))
    show.sell("Lena", "full", parse_seats("A2-A3, B1"))
    show.sell("Ivo", "child", parse_seats("A4"))
    return show


def test_takings(show):
    assert takings(show, PRICES) == 6250


def test_takings_without_refunds(show):
    show.refund(show.sales[0])
    assert takings(show, PRICES) == 1000


def test_seats_by_category(show):
    assert seats_by_category(show, PRICES) == {"near": 3, "far": 1}


def test_plan(show):
    assert plan(show) == ["A .xxx", "B x...."]


def test_commands(capsys):
    file = str(DATA / "shows" / "2025-10-05.json")
    assert main(["--data", str(DATA), "report", file]) == 0
    assert capsys.readouterr().out.startswith("The Lighthouse Keeper\nfront: 0\nstalls: 4\nrear: 2\ntakings: 107.80\n")
    assert main(["--data", str(DATA), "together", file, "14"]) == 0
    assert capsys.readouterr().out == "none\n"
    assert main(["--data", str(DATA), "seats", "nowhere.json"]) == 1

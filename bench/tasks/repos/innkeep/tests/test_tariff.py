from datetime import date
from pathlib import Path

import pytest

from innkeep import Season, load_tariff, nights
from innkeep.__main__ import main

DATA = Path(__file__).parents[1] / "data"
TARIFF = load_tariff(DATA / "rates.csv", DATA / "seasons.csv")


def test_load():
    assert TARIFF.rates["double"] == 8800
    assert TARIFF.seasons[0] == Season("Midsummer", (6, 19), (6, 22), 150)


def test_nights():
    assert nights(date(2026, 2, 27), date(2026, 3, 1)) == [date(2026, 2, 27), date(2026, 2, 28)]
    with pytest.raises(ValueError, match="not a stay"):
        nights(date(2026, 2, 27), date(2026, 2, 27))


def test_season():
    assert TARIFF.season(date(2026, 5, 31)) is None
    assert TARIFF.season(date(2026, 6, 1)).name == "Summer"
    assert TARIFF.season(date(2026, 8, 31)).name == "Summer"
    assert TARIFF.season(date(2026, 9, 1)) is None


def test_first_season_counts():
    assert TARIFF.season(date(2026, 6, 18)).name == "Summer"
    assert TARIFF.season(date(2026, 6, 19)).name == "Midsummer"


def test_christmas():
    assert TARIFF.rate("double", date(2026, 12, 24)) == 12320
    assert TARIFF.rate("double", date(2027, 1, 2)) == 12320
    assert TARIFF.rate("double", date(2027, 1, 7)) == 8800


def test_price():
    assert TARIFF.price("single", date(2026, 5, 30), date(2026, 6, 2)) == 6400 * 2 + 8000
    with pytest.raises(ValueError, match="no such kind"):
        TARIFF.price("barn", date(2026, 5, 30), date(2026, 6, 2))


def test_commands(capsys):
    assert main(["price", "double", "2026-07-03", "2026-07-06"]) == 0
    assert main(["tax", "41,39,15", "3"]) == 0
    assert capsys.readouterr().out == "330.00\n22.50\n"
    assert main(["price", "double", "2026-07-03", "2026-07-01"]) == 1
    assert "not a stay" in capsys.readouterr().err

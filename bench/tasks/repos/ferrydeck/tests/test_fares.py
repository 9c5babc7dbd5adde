from decimal import Decimal
from pathlib import Path

import pytest

from ferrydeck import Vehicle, load_tariff, quote
from ferrydeck.__main__ import main

FILE = Path(__file__).parents[1] / "data" / "tariff.ini"
TARIFF = load_tariff(FILE)


def test_load():
    assert TARIFF.vehicles["motorcycle"] == Decimal("9.50")
    assert TARIFF.passengers["child"] == Decimal("3.80")
    assert TARIFF.extra_metre == 6
    assert "extra_metre" not in TARIFF.vehicles


def test_car():
    assert quote(TARIFF, Vehicle("car", 430)) == 24
    assert quote(TARIFF, Vehicle("car", 430), ["adult", "child", "child"]) == Decimal("39.10")


@pytest.mark.parametrize(("length", "price"), [(500, 31), (501, 37), (600, 37), (640, 43)])
def test_long(length, price):
    assert quote(TARIFF, Vehicle("van", length)) == price


def test_bicycle():
    assert quote(TARIFF, Vehicle("bicycle", 180), ["adult"]) == Decimal("7.50")


def test_not_in_the_tariff():
    with pytest.raises(ValueError, match="no fare for tank"):
        quote(TARIFF, Vehicle("tank", 430))
    with pytest.raises(ValueError, match="no fare for dog"):
        quote(TARIFF, Vehicle("car", 430), ["dog"])


def test_command(capsys):
    assert main(["quote", str(FILE), "van 6.4", "adult", "child"]) == 0
    assert capsys.readouterr().out == "54.30 euros\n"
    assert main(["quote", str(FILE), "tank 6.4"]) == 1
    assert capsys.readouterr().err == "ferrydeck: no fare for tank\n"

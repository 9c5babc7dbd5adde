from datetime import date
from pathlib import Path

import pytest

from woodpile import TooLittle, load_yard, pick, price
from woodpile.__main__ import main

PATH = Path(__file__).parents[1] / "data" / "yard.csv"
DAY = date(2025, 10, 20)


def places(parts):
    return [(stack.place, volume) for stack, volume in parts]


def test_pick():
    yard = load_yard(PATH)
    assert places(pick(yard, 1, DAY)) == [("shed", 1)]
    assert places(pick(yard, 1.5, DAY)) == [("shed", 1.5)]
    assert places(pick(yard, 5, DAY)) == [("shed", 1.5), ("gate", 3), ("barn", 0.5)]


def test_too_little():
    with pytest.raises(TooLittle, match=r"0\.5 of 10 are missing"):
        pick(load_yard(PATH), 10, DAY)
    with pytest.raises(ValueError, match="not an amount"):
        pick(load_yard(PATH), 0, DAY)


def test_yard_stays_in_order():
    yard = load_yard(PATH)
    pick(yard, 2, DAY)
    assert [stack.place for stack in yard] == ["gate", "barn", "brook", "shed"]
    with pytest.raises(TooLittle):
        pick(yard, 50, DAY)
    assert yard == load_yard(PATH)


def test_price():
    parts = pick(load_yard(PATH), 2, DAY)
    assert price(parts) == 200.0
    assert price(parts, km=5) == 200.0
    assert price(parts, km=7.2) == 204.5


def test_commands(capsys):
    assert main(["quote", str(PATH), "2", "--km", "6", "--day", "2025-10-20"]) == 0
    assert capsys.readouterr().out == "shed    birch     1.50\ngate    beech     0.50\n201.50\n"
    assert main(["quote", str(PATH), "20", "--day", "2025-10-20"]) == 1
    assert capsys.readouterr().err == "woodpile: 10.5 of 20 are missing\n"

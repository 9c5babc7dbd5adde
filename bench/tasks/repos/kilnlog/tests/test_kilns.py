from datetime import date
from pathlib import Path

import pytest

from kilnlog import Firing, Kiln, energy, firings_left, firings_since_change, load_kilns, load_log
from kilnlog.__main__ import main

DATA = Path(__file__).parents[1] / "data"
LOG = load_log(DATA / "log.csv")
BIG, SMALL = load_kilns(DATA / "kilns.csv")


def test_load():
    assert BIG == Kiln("big", date(2024, 3, 4), 80)
    assert len(LOG) == 7
    assert LOG[3] == Firing(date(2024, 3, 6), "small", "6", 17.5)


def test_energy():
    assert energy(LOG, "2024-03") == pytest.approx(220)
    assert energy(LOG, "2024-05") == 0


def test_day_of_the_change():
    log = [Firing(date(2024, 5, day), "raku", "6", 9) for day in (1, 2, 3)]
    assert firings_since_change(Kiln("raku", date(2024, 5, 2), 50), log) == 2


def test_two_kilns():
    assert firings_since_change(BIG, LOG) == 3
    assert firings_since_change(SMALL, LOG) == 3
    assert firings_left(BIG, LOG) == 77


def test_never_less_than_none_left():
    log = [Firing(date(2024, 5, 1), "raku", "6", 9)] * 3
    assert firings_left(Kiln("raku", date(2024, 5, 1), 2), log) == 0


def test_commands(capsys):
    assert main(["minutes", str(DATA / "bisque.txt")]) == 0
    assert capsys.readouterr().out == "10 h 28 min, cone 06\n"
    assert main(["cone", "^10"]) == 0
    assert capsys.readouterr().out == "cone 10: 1285 °C\n"
    assert main(["cone", "12"]) == 1
    assert capsys.readouterr().err == "kilnlog: not a cone: '12'\n"

from datetime import date

import pytest
from hivebook.honey import Harvest, by_hive, keeps, mixed_water, total
from support import run_python

DAY = date(2025, 6, 8)


def harvests(pairs):
    return [Harvest(DAY, f"hive {i}", kg, water) for i, (kg, water) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "water"),
    [
        ([(30, 17), (10, 19)], 17.5),
        ([(10, 19), (30, 17)], 17.5),
        ([(10, 17), (30, 19)], 18.5),
        ([(5, 16), (5, 18)], 17),
        ([(1, 16), (2, 17), (3, 18), (4, 19)], 18),
        ([(0.25, 20), (0.75, 16)], 17),
        ([(7.3, 17.4)], 17.4),
        ([(99, 17), (1, 0)], 16.83),
    ],
)
def test_mixed_water(pairs, water):
    assert mixed_water(harvests(pairs)) == pytest.approx(water)
    assert mixed_water(iter(harvests(pairs))) == pytest.approx(water)
    assert mixed_water(harvests(pairs) * 2) == pytest.approx(water)


def test_no_honey():
    for nothing in ([], iter([])):
        with pytest.raises(ValueError, match="no honey"):
            mixed_water(nothing)


@pytest.mark.parametrize(
    ("pairs", "dry"),
    [
        ([(30, 17), (10, 20)], True),
        ([(10, 17), (30, 18.5)], False),
        ([(20, 17), (10, 20)], True),
        ([(20, 17), (10.5, 20)], False),
        ([(5, 18)], True),
    ],
)
def test_keeps(pairs, dry):
    assert keeps(harvests(pairs)) is dry


def test_the_others():
    given = harvests([(30, 17), (10, 19)])
    assert total(given) == 40
    assert by_hive(given) == {"hive 0": 30, "hive 1": 10}


def test_the_command():
    done = run_python("-m", "hivebook", "honey")
    assert done.stdout.splitlines()[-1] == "together 59.7 kg with 17.4 % water, 119 jars"
    done = run_python("-m", "hivebook", "honey", "--year", "2025")
    assert done.stdout.splitlines()[-1] == "together 36.5 kg with 17.5 % water, 73 jars"
    done = run_python("-m", "hivebook", "honey", "--year", "2020")
    assert (done.returncode, done.stderr) == (1, "hivebook: no honey\n")

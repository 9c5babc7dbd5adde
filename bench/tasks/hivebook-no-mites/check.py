from datetime import date

import pytest
from hivebook.apiary import Apiary
from hivebook.hives import Hive, Inspection
from support import run_python


def hive_with(counts, name="Linde"):
    hive = Hive(name, 2022, 2024)
    for day, count in enumerate(counts, 1):
        mites, days = count if isinstance(count, tuple) else (count, 1)
        hive.inspect(Inspection(date(2025, 6, day), mites=mites, board_days=days))
    return hive


@pytest.mark.parametrize(
    ("counts", "level", "treat"),
    [
        ([], None, False),
        ([None], None, False),
        ([None, None], None, False),
        ([0], 0, False),
        ([(0, 3)], 0, False),
        ([7, 0], 0, False),
        ([7, 0, None], 0, False),
        ([None, 0, None, None], 0, False),
        ([0, 7], 7, True),
        ([0, 7, None], 7, True),
        ([7, None], 7, True),
        ([7, None, (9, 2)], 4.5, False),
        ([0, 5], 5, True),
        ([(0, 2), (15, 3), None], 5, True),
        ([9, 9, 0, 1], 1, False),
    ],
)
def test_level(counts, level, treat):
    hive = hive_with(counts)
    found = hive.mite_level()
    assert found == level
    assert (found is None) is (level is None)
    assert hive.needs_treatment() is treat


def test_a_single_inspection():
    assert Inspection(date(2025, 6, 1)).mites_a_day is None
    assert Inspection(date(2025, 6, 1), mites=0, board_days=4).mites_a_day == 0
    assert Inspection(date(2025, 6, 1), mites=6, board_days=4).mites_a_day == 1.5


def test_to_treat():
    apiary = Apiary()
    for name, counts in {"A": [9, 0], "B": [0, 6], "C": [None], "D": [8, None], "E": [0]}.items():
        apiary.add(hive_with(counts, name))
    assert [hive.name for hive in apiary.to_treat()] == ["D", "B"]


def test_the_commands():
    done = run_python("-m", "hivebook", "treat")
    assert (done.returncode, done.stdout) == (0, "Ahorn      8.2 mites a day\n")
    assert run_python("-m", "hivebook", "list").stdout.splitlines() == [
        "Linde      green   0.0 mites a day",
        "Ahorn      yellow  8.2 mites a day",
        "Weide      blue    not counted",
    ]

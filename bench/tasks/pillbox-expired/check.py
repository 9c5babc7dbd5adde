from datetime import date, time

import pytest
from support import WORKSPACE, run_python

from pillbox import Medicine, Pack, days_left, in_stock

PACKS = [
    Pack("Metformin", 30, date(2024, 5, 31)),
    Pack("metformin", 12, date(2024, 4, 1)),
    Pack("Metformin", 5),
    Pack("Vitamin D", 90),
    Pack("Aspirin", 7.5, date(2025, 1, 31)),
]


@pytest.mark.parametrize(
    ("name", "on", "tablets"),
    [
        ("Metformin", date(2024, 3, 31), 47), ("Metformin", date(2024, 4, 1), 47), ("Metformin", date(2024, 4, 2), 35),
        ("METFORMIN", date(2024, 5, 31), 35), ("Metformin", date(2024, 6, 1), 5), ("Metformin", date(2030, 1, 1), 5),
        ("vitamin d", date(2030, 1, 1), 90), ("Aspirin", date(2025, 1, 31), 7.5), ("Aspirin", date(2025, 2, 1), 0),
        ("Ibuprofen", date(2024, 4, 1), 0), ("Aspirin", date(2024, 12, 31), 7.5),
    ],
)  # fmt: skip
def test_on_a_day(name, on, tablets):
    packs = list(PACKS)
    assert in_stock(packs, name, on=on) == tablets
    assert in_stock(packs, name, on) == tablets
    assert packs == PACKS


def test_without_a_day():
    assert in_stock(PACKS, "metformin") == 47
    assert in_stock(PACKS, "metformin", on=None) == 47
    assert in_stock([Pack("Old", 3, date(1999, 1, 1))], "old") == 3
    assert in_stock([], "old") == 0
    assert in_stock([], "old", on=date(2024, 1, 1)) == 0


@pytest.mark.parametrize(
    ("day", "metformin"),
    [("2024-05-01", "42, 21 days"), ("2024-05-02", "30, 15 days"), ("2025-02-01", "0, 0 days")],
)
def test_command(day, metformin):
    data = WORKSPACE / "data"
    done = run_python("-m", "pillbox", "stock", str(data / "medicines.csv"), str(data / "packs.csv"), "--day", day)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == f"Metformin: {metformin}"
    assert done.stdout.splitlines()[3] == "Vitamin D: 90, 630 days"


def test_command_today():
    data = WORKSPACE / "data"
    done = run_python("-m", "pillbox", "stock", str(data / "medicines.csv"), str(data / "packs.csv"))
    assert done.returncode == 0
    assert done.stdout.splitlines()[3] == "Vitamin D: 90, 630 days"
    assert "42" not in done.stdout


def test_days_left():
    assert days_left(Medicine("Metformin", date(2024, 5, 1), (time(8), time(20))), 9) == 4

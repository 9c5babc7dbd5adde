from datetime import date, time
from pathlib import Path

from pillbox import Medicine, Pack, days_left, in_stock, load_packs
from pillbox.__main__ import main

DATA = Path(__file__).parents[1] / "data"
PACKS = load_packs(DATA / "packs.csv")


def test_load():
    assert len(PACKS) == 5
    assert PACKS[1] == Pack("Metformin", 12, date(2024, 5, 1))
    assert PACKS[4].expires is None


def test_in_stock():
    assert in_stock(PACKS, "metformin") == 42
    assert in_stock(PACKS, "Aspirin") == 0


def test_expired_packs_do_not_count():
    assert in_stock(PACKS, "Metformin", on=date(2024, 5, 1)) == 42
    assert in_stock(PACKS, "Metformin", on=date(2024, 5, 2)) == 30


def test_days_left():
    assert days_left(Medicine("Metformin", date(2024, 5, 1), (time(8), time(20))), 9) == 4
    assert days_left(Medicine("Methimazole", date(2024, 5, 1), (time(8),), 0.5, every=2), 7.5) == 30
    assert days_left(Medicine("Ibuprofen", date(2024, 5, 1)), 20) is None


def test_commands(capsys):
    assert main(["today", str(DATA / "medicines.csv"), "--day", "2024-04-30"]) == 0
    assert capsys.readouterr().out == "07:30 Methimazole, 0.5\n08:00 Metformin, 1\n20:00 Metformin, 1\n"
    medicines, diary = str(DATA / "medicines.csv"), str(DATA / "diary.txt")
    assert main(["may", medicines, diary, "ibuprofen", "--at", "2024-05-02 18:00"]) == 0
    assert capsys.readouterr().out == "no\n"
    assert main(["may", medicines, diary, "aspirin"]) == 1
    assert capsys.readouterr().err == "pillbox: no such medicine: aspirin\n"


def test_stock_command(capsys):
    assert main(["stock", str(DATA / "medicines.csv"), str(DATA / "packs.csv"), "--day", "2024-06-01"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Metformin: 30, 15 days",
        "Ibuprofen: 20",
        "Methimazole: 7.5, 30 days",
        "Vitamin D: 90, 630 days",
    ]

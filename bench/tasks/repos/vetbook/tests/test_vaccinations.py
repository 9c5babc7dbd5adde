from datetime import date
from pathlib import Path

from vetbook import Vaccination, read_vaccinations, reminders
from vetbook.cli import main
from vetbook.times import add_months

DATA = Path(__file__).parent.parent / "data"


def test_add_months():
    assert add_months(date(2024, 9, 17), 6) == date(2025, 3, 17)
    assert add_months(date(2024, 12, 1), 1) == date(2025, 1, 1)
    assert add_months(date(2024, 6, 3), 36) == date(2027, 6, 3)


def test_shorter_months():
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_reminders():
    due = reminders(read_vaccinations(DATA / "vaccinations.csv"), 2025, 3)
    assert [(entry.animal, entry.due.day) for entry in due] == [
        ("Bella", 14),
        ("Hoppel", 17),
        ("Rocky", 21),
        ("Minka", 28),
    ]


def test_only_the_last_one_counts():
    old = Vaccination("Bella", "Ines Vogt", "rabies", date(2024, 3, 1), 12)
    new = Vaccination("Bella", "Ines Vogt", "rabies", date(2025, 2, 1), 12)
    assert reminders([new, old], 2025, 3) == []
    assert reminders([new, old], 2026, 2) == [new]


def test_the_command(capsys):
    assert main(["--data", str(DATA), "reminders", "2025-06"]) == 0
    assert capsys.readouterr().out == "2025-06-03 Bella (Ines Vogt): leptospirosis\n"

from datetime import date

import pytest
from support import WORKSPACE, started_as
from vetbook import Vaccination, reminders
from vetbook.cli import main

DATA = ["--data", str(WORKSPACE / "data")]


@pytest.mark.parametrize(
    ("given", "months", "due"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 3, 31), 1, date(2025, 4, 30)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2024, 9, 17), 6, date(2025, 3, 17)),
    ],
)
def test_due(given, months, due):
    entry = Vaccination("Bella", "Ines Vogt", "rabies", given, months)
    assert entry.due == due
    assert reminders([entry], due.year, due.month) == [entry]


def test_our_data(capsys):
    assert main([*DATA, "reminders", "2025-02"]) == 0
    assert capsys.readouterr().out == "2025-02-28 Flocke (Jan Reuter): myxomatosis\n"
    assert main([*DATA, "reminders", "2025-06"]) == 0
    assert capsys.readouterr().out == "2025-06-03 Bella (Ines Vogt): leptospirosis\n"
    assert main([*DATA, "reminders", "2025-03"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in rows] == [
        ["2025-03-14", "Bella"],
        ["2025-03-17", "Hoppel"],
        ["2025-03-21", "Rocky"],
        ["2025-03-28", "Minka"],
    ]


def test_the_data_are_as_before():
    assert (WORKSPACE / "data" / "vaccinations.csv").read_text() == started_as("data/vaccinations.csv")

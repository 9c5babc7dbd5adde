from datetime import date, datetime

import pytest

from vendbox import Journal, Sale
from vendbox.__main__ import main


@pytest.fixture
def journal():
    return Journal(
        [
            Sale(datetime(2025, 5, 2, 8), "B1", "Water", 120),
            Sale(datetime(2025, 5, 2, 9), "A1", "Crunch bar", 150),
            Sale(datetime(2025, 5, 3, 9), "B2", "Water", 120),
        ]
    )


def test_takings(journal):
    assert journal.takings() == 390
    assert journal.takings(date(2025, 5, 2)) == 270
    assert journal.takings(date(2025, 5, 4)) == 0


def test_sold(journal):
    assert journal.sold("Water") == 2
    assert journal.sold("Tea") == 0


def test_save_and_load(journal, tmp_path):
    journal.save(tmp_path / "sales.csv")
    assert Journal.load(tmp_path / "sales.csv").sales == journal.sales


def test_command(journal, tmp_path, capsys):
    journal.save(tmp_path / "sales.csv")
    assert main(["takings", str(tmp_path / "sales.csv"), "--day", "2025-05-02"]) == 0
    assert capsys.readouterr().out == "2.70\n"

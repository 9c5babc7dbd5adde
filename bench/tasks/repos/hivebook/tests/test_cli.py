import json

import pytest

from hivebook.cli import main


@pytest.fixture
def file(tmp_path):
    hives = [
        {"name": "Linde", "since": 2019, "queen_year": 2024, "inspections": [{"day": "2025-06-20", "mites": 15}]},
        {"name": "Weide", "since": 2025, "queen_year": 2025},
    ]
    harvests = [
        {"day": "2024-06-11", "hive": "Linde", "kg": 10, "water": 17},
        {"day": "2025-06-08", "hive": "Linde", "kg": 10, "water": 19.5},
    ]
    path = tmp_path / "hives.json"
    path.write_text(json.dumps({"hives": hives, "harvests": harvests}))
    return path


def test_list(file, capsys):
    assert main(["--file", str(file), "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Linde      green   15.0 mites a day",
        "Weide      blue    not counted",
    ]


def test_due(file, capsys):
    assert main(["--file", str(file), "--day", "2025-07-01", "due"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Weide      never", "Linde      2025-06-20"]


def test_treat(file, capsys):
    assert main(["--file", str(file), "treat"]) == 0
    assert capsys.readouterr().out == "Linde      15.0 mites a day\n"


def test_honey(file, capsys):
    assert main(["--file", str(file), "honey"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Linde        20.0 kg",
        "together 20.0 kg with 18.2 % water, 40 jars",
        "too much water!",
    ]


def test_no_file(tmp_path, capsys):
    assert main(["--file", str(tmp_path / "none.json"), "list"]) == 1
    assert "hivebook:" in capsys.readouterr().err

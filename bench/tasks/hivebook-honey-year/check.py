import json

import pytest
from hivebook.cli import main
from support import run_python

ALL = [
    "Linde        44.2 kg",
    "Ahorn        15.5 kg",
    "together 59.7 kg with 17.4 % water, 119 jars",
]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ([], ALL),
        (
            ["--year", "2024"],
            ["Linde        14.2 kg", "Ahorn         9.0 kg", "together 23.2 kg with 17.4 % water, 46 jars"],
        ),
        (
            ["--year=2025"],
            ["Linde        30.0 kg", "Ahorn         6.5 kg", "together 36.5 kg with 17.5 % water, 73 jars"],
        ),
    ],
)
def test_our_honey(arguments, lines):
    done = run_python("-m", "hivebook", "honey", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == lines


def test_a_year_without_honey():
    done = run_python("-m", "hivebook", "honey", "--year", "2023")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "hivebook: no honey\n")


def test_not_a_year():
    done = run_python("-m", "hivebook", "honey", "--year", "last")
    assert done.returncode == 2
    assert "--year" in done.stderr


def test_it_is_in_the_help():
    assert "--year" in run_python("-m", "hivebook", "honey", "--help").stdout


def test_edges_of_the_year(tmp_path, capsys):
    days = {"2023-12-31": 1, "2024-01-01": 2, "2024-12-31": 4, "2025-01-01": 8}
    harvests = [{"day": day, "hive": "A", "kg": kg, "water": 16 + kg} for day, kg in days.items()]
    hives = [{"name": "A", "since": 2020, "queen_year": 2020}, {"name": "B", "since": 2020, "queen_year": 2020}]
    path = tmp_path / "hives.json"
    path.write_text(json.dumps({"hives": hives, "harvests": harvests}))
    for year, lines in {
        "2023": ["A             1.0 kg", "together 1.0 kg with 17.0 % water, 2 jars"],
        "2024": ["A             6.0 kg", "together 6.0 kg with 19.3 % water, 12 jars", "too much water!"],
        "2025": ["A             8.0 kg", "together 8.0 kg with 24.0 % water, 16 jars", "too much water!"],
    }.items():
        assert main(["--file", str(path), "--day", "2021-07-01", "honey", "--year", year]) == 0
        assert capsys.readouterr().out.splitlines() == lines


def test_the_other_commands():
    assert run_python("-m", "hivebook", "treat").stdout == "Ahorn      8.2 mites a day\n"
    due = run_python("-m", "hivebook", "--day", "2025-07-01", "due")
    assert due.stdout.splitlines() == ["Weide      never", "Linde      2025-06-20"]

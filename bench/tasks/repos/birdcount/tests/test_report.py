from pathlib import Path

import pytest

from birdcount.__main__ import main

VISITS = """
2025-05-03; North Pond; common tern; 6
2025-04-19; North Pond; Osprey; 1
2025-04-06; North Pond; Common Tern; ~120
"""


@pytest.fixture
def run(tmp_path, capsys):
    file = tmp_path / "visits.txt"
    file.write_text(VISITS)
    checklist = Path(__file__).parent.parent / "data" / "checklist.csv"

    def run(command):
        main([command, str(file), "--checklist", str(checklist)])
        return capsys.readouterr().out.splitlines()

    return run


def test_report(run):
    assert run("report") == ["  120 Common Tern", "    1 Osprey (rare)"]


def test_arrivals(run):
    assert run("arrivals") == ["  6.4.2025 Common Tern", " 19.4.2025 Osprey"]


def test_months(run):
    assert run("months") == ["2025-04   2 species", "2025-05   1 species"]

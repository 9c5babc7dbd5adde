import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from vetbook import load_practice
from vetbook.cli import main

DATA = Path(__file__).parent.parent / "data"


def test_our_practice():
    practice = load_practice(DATA / "practice.json")
    week = [practice.periods(date(2025, 3, 10) + timedelta(days)) for days in range(7)]
    assert sum(bool(periods) for periods in week) >= 5
    assert all(minutes % 5 == 0 for minutes in practice.visits.values())


@pytest.mark.parametrize(
    "hours", [{"monday": []}, {"mon": [["12:00", "08:00"]]}, {"mon": [["14:00", "18:00"], ["08:00", "12:00"]]}]
)
def test_refused(tmp_path, hours):
    file = tmp_path / "practice.json"
    file.write_text(json.dumps({"name": "x", "hours": hours, "visits": {}}))
    with pytest.raises(ValueError, match=r"no day|not in order"):
        load_practice(file)


def test_free(capsys):
    assert main(["--data", str(DATA), "free", "2025-03-14", "surgery"]) == 0
    assert capsys.readouterr().out.startswith("08:00 08:05 ")
    assert main(["--data", str(DATA), "free", "2025-03-16", "surgery"]) == 0
    assert capsys.readouterr().out == "closed\n"
    assert main(["--data", str(DATA), "free", "2025-03-14", "walk"]) == 1

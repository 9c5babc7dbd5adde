import json
import shutil

import pytest
from support import WORKSPACE

from boxoffice.cli import main

DATA = WORKSPACE / "data"


def report(data, show, capsys):
    assert main(["--data", str(data), "report", str(show)]) == 0
    return capsys.readouterr().out.splitlines()


def test_our_shows(capsys):
    assert report(DATA, DATA / "shows" / "2025-10-04.json", capsys) == [
        "The Lighthouse Keeper",
        "front: 4",
        "stalls: 7",
        "rear: 12",
        "takings: 329.80",
        "seats sold: 23 of 68",
    ]
    assert report(DATA, DATA / "shows" / "2025-10-05.json", capsys) == [
        "The Lighthouse Keeper",
        "front: 0",
        "stalls: 4",
        "rear: 2",
        "takings: 107.80",
        "seats sold: 6 of 68",
    ]


@pytest.mark.parametrize(
    ("sales", "line"),
    [
        ([], "seats sold: 0 of 7"),
        ([("A1", False)], "seats sold: 1 of 7"),
        ([("A1-A3", True)], "seats sold: 0 of 7"),
        ([("A1-A3", True), ("A2", True), ("A2-A3, B4", False)], "seats sold: 3 of 7"),
        ([("A1-A3", False), ("B1-B4", False)], "seats sold: 7 of 7"),
    ],
)
def test_another_hall(tmp_path, capsys, sales, line):
    shutil.copy(DATA / "prices.json", tmp_path)
    rows = [{"name": "A", "seats": 3, "category": "front"}, {"name": "B", "seats": 4, "category": "rear"}]
    (tmp_path / "hall.json").write_text(json.dumps({"name": "x", "rows": rows}))
    entries = [{"buyer": "Ivo", "kind": "full", "seats": seats, "refunded": back} for seats, back in sales]
    (tmp_path / "show.json").write_text(json.dumps({"title": "x", "sales": entries}))
    lines = report(tmp_path, tmp_path / "show.json", capsys)
    assert lines[-1] == line
    assert len(lines) == 6


def test_other_commands(capsys):
    show = str(DATA / "shows" / "2025-10-05.json")
    assert main(["--data", str(DATA), "together", show, "9"]) == 0
    assert capsys.readouterr().out == "B1 B2 B3 B4 B5 B6 B7 B8 B9\n"
    assert main(["--data", str(DATA), "seats", show]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6

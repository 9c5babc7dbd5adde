from datetime import date
from pathlib import Path

import pytest

from hivebook import Harvest, Inspection, Wash, by_hive, jars, parse_log, read_log
from hivebook.__main__ import main

LOG = Path(__file__).parents[1] / "logs" / "2024.txt"


def test_read():
    log = read_log(LOG)
    assert list(log.hives) == ["Linden", "Maple", "Heath"]
    assert log.hives["Linden"].queen_year == 2023
    assert log.hives["Heath"].queen_year is None
    assert log.washes[1] == Wash("Maple", date(2024, 5, 13), 9, 280, "Marit")
    assert log.harvests[0] == Harvest("Linden", date(2024, 7, 3), 12.5)


def test_inspection():
    log = parse_log("hive A\nby Jonas\n2024-04-20 brood 6, eggs, note weak, small\n")
    day = date(2024, 4, 20)
    assert log.hives["A"].inspections == [Inspection(day, 6, eggs=True, note="weak, small", by="Jonas")]


def test_by():
    linden = read_log(LOG).hives["Linden"]
    assert [inspection.by for inspection in linden.inspections] == ["Jonas", "Jonas", "Marit"]


@pytest.mark.parametrize(
    "text",
    ["2024-04-02 brood 4", "hive A\nyesterday brood 4", "hive A\n2024-04-02 wasps", "hive A\nhive A", "hive A, king 3"],
)
def test_faults(text):
    with pytest.raises(ValueError, match=r"line \d: "):
        parse_log(text)


def test_honey():
    assert by_hive(read_log(LOG).harvests) == pytest.approx({"Linden": 18.7, "Maple": 17.4})
    assert jars(18.7) == 37
    assert jars(18.7, 250) == 74


def test_command(capsys):
    assert main(["check", str(LOG), "2024-05-20"]) == 0
    assert capsys.readouterr().out == "Linden: look for the queen (red)\nHeath: look for the queen (no mark)\n"
    assert main(["honey", str(LOG)]) == 0
    assert capsys.readouterr().out.startswith("Linden         18.7 kg   37 jars\n")
    assert main(["mites", "nowhere.txt"]) == 1

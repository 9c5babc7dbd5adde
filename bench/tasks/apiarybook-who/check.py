from datetime import date

import pytest
from support import WORKSPACE

from hivebook import Inspection, Wash, parse_log, read_log

DAY = date(2024, 5, 12)


def who(log, name):
    return [inspection.by for inspection in log.hives[name].inspections]


def test_file():
    log = read_log(WORKSPACE / "logs" / "2024.txt")
    assert who(log, "Linden") == ["Jonas", "Jonas", "Marit"]
    assert who(log, "Maple") == ["Marit", "Marit"]
    assert log.hives["Heath"].inspections == [Inspection(DAY, 3)]
    assert [wash.by for wash in log.washes] == ["Marit", "Marit"]


def test_inspections_and_washes():
    log = parse_log(
        "hive A\nby Jonas\n2024-05-12 brood 3\n2024-05-12 mites 4\n"
        "hive B, queen 2022\n2024-05-12 brood 4\n2024-05-12 mites 5 of 200\n"
        "by Marit\n2024-05-13 brood 5\n2024-05-13 mites 6\n"
        "hive C\n2024-05-12 queen\n"
    )
    assert (who(log, "A"), who(log, "B"), who(log, "C")) == (["Jonas"], ["", "Marit"], [""])
    assert [wash.by for wash in log.washes] == ["Jonas", "", "Marit"]
    assert log.washes[1] == Wash("B", DAY, 5, 200)
    assert log.hives["B"].queen_year == 2022


def test_many_entries_of_one():
    log = parse_log(
        "hive A\n2024-05-01 brood 1\nby Jonas  # holidays\n\n2024-05-02 brood 2\n# nothing\n2024-05-03 brood 3\n"
        "2024-05-04 mites 3\n2024-05-05 honey 3\n2024-05-06 brood 4, note stung\nby\n2024-05-07 eggs\n"
    )
    assert who(log, "A") == ["", "Jonas", "Jonas", "Jonas", ""]
    assert log.washes[0].by == "Jonas"


def test_two_logs():
    parse_log("hive A\nby Jonas\n2024-05-12 brood 3\n")
    assert who(parse_log("hive B\n2024-05-12 brood 3\n"), "B") == [""]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("by Jonas\n2024-04-02 brood 4", 2),
        ("hive A\nyesterday brood 4", 2),
        ("hive A\nby Jonas\nhive A", 3),
        ("hive A\n\n2024-05-12 brood 3\n2024-05-12 eggs", 4),
        ("hive", 1),
    ],
)
def test_faults_as_before(text, line):
    with pytest.raises(ValueError, match=f"^line {line}: "):
        parse_log(text)

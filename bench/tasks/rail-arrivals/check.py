from datetime import date

from railplan import parse_timetable
from railplan.board import Arrival, arrivals, departures
from railplan.cli import main
from support import WORKSPACE

SUNDAY = date(2024, 5, 12)
TIMETABLE = parse_timetable("""
R 2 daily
A 06:00
B 06:10 06:15
C 06:30

R 1 daily
C 05:50
B 06:10

N 9 sat
A 23:40
B 24:05 24:10
C 24:30
""")


def test_arrivals():
    found = arrivals(TIMETABLE, "B", SUNDAY, 0)
    assert all(isinstance(arrival, Arrival) for arrival in found)
    assert [(arrival.time, arrival.line, arrival.number, arrival.origin) for arrival in found] == [
        (5, "N", "9", "A"), (370, "R", "1", "C"), (370, "R", "2", "A"),
    ]
    assert [found.time for found in arrivals(TIMETABLE, "B", SUNDAY, 5, 2)] == [5, 370]
    assert [found.number for found in arrivals(TIMETABLE, "B", SUNDAY, 370)] == ["1", "2"]
    assert arrivals(TIMETABLE, "B", SUNDAY, 371) == []
    assert arrivals(TIMETABLE, "A", SUNDAY, 0) == []
    assert [found.time for found in arrivals(TIMETABLE, "C", date(2024, 5, 11), 0)] == [390, 1470]
    found = arrivals(TIMETABLE, "C", SUNDAY, 60)[0]
    assert (found.time, found.line, found.number, found.origin) == (390, "R", "2", "A")
    many = parse_timetable("\n\n".join(f"R {number} daily\nA {number}:00\nB {number}:30" for number in range(10, 22)))
    assert len(arrivals(many, "B", SUNDAY, 0)) == 10


def test_departures_are_as_before():
    assert [found.time for found in departures(TIMETABLE, "B", SUNDAY, 0)] == [10, 375]


def test_the_command(capsys):
    options = ["--data", str(WORKSPACE / "data"), "board", "Ostkreuz", "--on", "2024-05-12"]
    assert main([*options, "--arrivals"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "00:11 R1 123 from Hafen", "07:58 R1 103 from Hafen", "23:28 R1 121 from Hafen",
    ]
    assert main([*options, "--arrivals", "--at", "07:00", "--count", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == ["07:58 R1 103 from Hafen"]
    assert main([*options, "--count", "2"]) == 0
    assert capsys.readouterr().out.splitlines() == ["00:11 R1 123 to Lindau", "07:58 R1 103 to Lindau"]

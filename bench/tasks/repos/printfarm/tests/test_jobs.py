from datetime import date

import pytest

from printfarm import Job, format_duration, make_plan, parse_duration, parse_job


@pytest.mark.parametrize(("text", "minutes"), [("2h15m", 135), ("45m", 45), ("3h", 180), ("1h05m", 65)])
def test_durations(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "2", "h", "15m2h", "two"])
def test_no_durations(text):
    with pytest.raises(ValueError):
        parse_duration(text)


def test_format_duration():
    assert [format_duration(minutes) for minutes in (5, 60, 125)] == ["5m", "1h00m", "2h05m"]


def test_parse_job():
    assert parse_job("hook PLA red 12g 25m") == Job("hook", "PLA", "red", 12, 25)
    job = parse_job("bracket x4 PETG black 35g 1h20m due 2025-05-02")
    assert job == Job("bracket", "PETG", "black", 35, 80, 4, date(2025, 5, 2))
    assert (job.total_grams, job.total_minutes) == (140, 320)
    with pytest.raises(ValueError):
        parse_job("bracket PETG 35g")


def test_plan():
    jobs = [
        Job("whenever", "PLA", "red", 10, 30),
        Job("later", "PLA", "red", 10, 60, due=date(2025, 5, 9)),
        Job("sooner", "PLA", "red", 10, 90, due=date(2025, 5, 2)),
    ]
    slots = make_plan(jobs, ["anna", "bert"])
    assert [(slot.job.name, slot.printer, slot.start, slot.end) for slot in slots] == [
        ("sooner", "anna", 0, 90),
        ("later", "bert", 0, 60),
        ("whenever", "bert", 60, 90),
    ]

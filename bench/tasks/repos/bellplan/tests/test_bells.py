from datetime import time
from pathlib import Path

import pytest

from bellplan import Period, parse_bells, period_at
from bellplan.__main__ import main

BELLS = Path(__file__).parents[1] / "data" / "bells.txt"


def test_parse():
    assert parse_bells("# x\n\n 1 08:30-09:15\n") == [Period(1, time(8, 30), time(9, 15))]


@pytest.mark.parametrize(("text", "message"), [("1 8:30", "not a period"), ("1 09:15-09:15", "ends before")])
def test_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse_bells(text)


@pytest.mark.parametrize(("moment", "number"), [("08:30", 1), ("09:14", 1), ("09:15", 2), ("10:20", 3)])
def test_period_at(moment, number):
    assert period_at(parse_bells(BELLS.read_text()), time.fromisoformat(moment)).number == number


def test_break(capsys):
    assert main(["period", str(BELLS), "10:00"]) == 0
    assert capsys.readouterr().out == "break\n"

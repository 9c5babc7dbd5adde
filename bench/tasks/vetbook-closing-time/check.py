from datetime import date

import pytest
from support import WORKSPACE
from vetbook import Closed, Practice, Schedule, Taken, load_practice
from vetbook.cli import main
from vetbook.times import minutes_of

TUESDAY, FRIDAY = date(2025, 3, 11), date(2025, 3, 14)


@pytest.fixture
def schedule():
    return Schedule(load_practice(WORKSPACE / "data" / "practice.json"))


@pytest.mark.parametrize(
    ("time", "kind"), [("11:40", "checkup"), ("11:45", "vaccination"), ("17:20", "dental"), ("16:30", "surgery")]
)
def test_it_ends_when_the_practice_closes(schedule, time, kind):
    begin = minutes_of(time)
    assert schedule.free(TUESDAY, kind)[-1] == minutes_of("18:00") - schedule.practice.length(kind)
    assert begin in schedule.free(TUESDAY, kind)
    assert schedule.book(TUESDAY, begin, kind, "Bella").begin == begin
    assert begin not in schedule.free(TUESDAY, kind)


@pytest.mark.parametrize(
    ("time", "kind"),
    [("11:41", "checkup"), ("11:50", "vaccination"), ("07:59", "checkup"), ("12:00", "checkup"), ("11:00", "surgery")],
)
def test_no_minute_longer(schedule, time, kind):
    with pytest.raises(Closed):
        schedule.book(TUESDAY, minutes_of(time), kind, "Bella")
    assert minutes_of(time) not in schedule.free(TUESDAY, kind)


def test_a_visit_as_long_as_the_period():
    practice = Practice("x", {"tue": [(480, 500), (510, 520)]}, {"a": 20, "b": 10, "c": 40})
    schedule = Schedule(practice)
    assert [schedule.free(TUESDAY, kind) for kind in "abc"] == [[480], [480, 485, 490, 510], []]
    schedule.book(TUESDAY, 480, "a", "Bella")
    schedule.book(TUESDAY, 510, "b", "Minka")
    assert schedule.free(TUESDAY, "b") == []


def test_overlaps_are_as_before(schedule):
    schedule.book(TUESDAY, 600, "checkup", "Bella")
    schedule.book(TUESDAY, 620, "checkup", "Minka")
    schedule.book(TUESDAY, 585, "vaccination", "Rocky")
    for begin in (586, 600, 601, 639):
        with pytest.raises(Taken):
            schedule.book(TUESDAY, begin, "vaccination", "Hoppel")


def test_the_command(capsys):
    assert main(["--data", str(WORKSPACE / "data"), "free", str(FRIDAY), "surgery"]) == 0
    assert capsys.readouterr().out.endswith(" 11:20 11:25 11:30\n")

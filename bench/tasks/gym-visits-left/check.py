from datetime import date

from gymclub import Member, Plan, join


def test_counting_down():
    member = join("Lou", "basic", date(2024, 12, 1))
    for left in range(7, -1, -1):
        member.check_in(date(2024, 12, 31 - left))
        assert member.visits_left(2024, 12) == left
    assert member.visits_left(2024, 11) == 8
    assert member.visits_left(2025, 12) == 8


def test_another_plan():
    member = Member("Lou", Plan("tiny", 900, 2, courses=False), date(2025, 5, 1))
    assert member.visits_left(2025, 5) == 2
    member.check_in(date(2025, 5, 2))
    assert member.visits_left(2025, 5) == 1
    assert member.visits == [date(2025, 5, 2)]


def test_no_limit():
    member = join("Lou", "complete", date(2025, 5, 1))
    member.check_in(date(2025, 5, 2))
    assert member.visits_left(2025, 5) is None

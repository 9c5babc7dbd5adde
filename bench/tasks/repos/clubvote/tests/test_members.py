from datetime import date

from clubvote import Member, may_vote

DAY = date(2025, 4, 1)


def test_may_vote():
    assert may_vote(Member("Ida", date(2020, 1, 1)), DAY)
    assert not may_vote(Member("Ida", date(2025, 2, 1)), DAY)
    assert not may_vote(Member("Ida", date(2020, 1, 1), has_paid=False), DAY)


def test_honorary_members_pay_nothing():
    assert may_vote(Member("Ida", date(2020, 1, 1), has_paid=False, honorary=True), DAY)

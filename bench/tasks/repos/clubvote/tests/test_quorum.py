from datetime import date

from clubvote import Member, is_quorate, quorum

DAY = date(2025, 4, 1)


def test_quorum():
    assert quorum(30) == 10
    assert quorum(31) == 11
    assert quorum(9) == 7


def test_only_entitled_members_are_counted():
    members = [Member(f"old {number}", date(2020, 1, 1)) for number in range(9)]
    members += [Member(f"new {number}", date(2025, 3, 1)) for number in range(9)]
    names = [member.name for member in members]
    assert is_quorate(members, names[:7], DAY)
    assert not is_quorate(members, names[3:], DAY)

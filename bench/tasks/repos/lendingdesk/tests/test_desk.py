from datetime import date

import pytest

from lendingdesk import Desk, Item, Loan, Member, NotAllowed, Rules, Unknown

TODAY = date(2024, 5, 6)


@pytest.fixture
def desk():
    items = [Item("b1", "Harbour"), Item("b2", "Bread"), Item("b3", "Knots")]
    members = [Member("m1", "Ines"), Member("m2", "Paul"), Member("m3", "Jana", fines=500)]
    return Desk(items, members, rules=Rules(max_loans=2, max_renewals=1, blocked_from_cents=500))


def test_lend(desk):
    assert desk.lend("m1", "b1", TODAY) == Loan("b1", "m1", date(2024, 6, 3))
    with pytest.raises(NotAllowed, match="Harbour is lent already"):
        desk.lend("m2", "b1", TODAY)
    with pytest.raises(Unknown, match="there is no item b9"):
        desk.lend("m2", "b9", TODAY)


def test_not_too_many(desk):
    desk.lend("m1", "b1", TODAY)
    desk.lend("m1", "b2", TODAY)
    with pytest.raises(NotAllowed, match="Ines has 2 items already"):
        desk.lend("m1", "b3", TODAY)


def test_fines_block(desk):
    with pytest.raises(NotAllowed, match=r"Jana has to pay 5\.00 first"):
        desk.lend("m3", "b1", TODAY)
    assert desk.pay("m3", 100) == 400
    desk.lend("m3", "b1", TODAY)


def test_renew(desk):
    desk.lend("m1", "b1", TODAY)
    assert desk.renew("b1", date(2024, 5, 20)).due == date(2024, 6, 17)
    with pytest.raises(NotAllowed, match="renewed 1 times already"):
        desk.renew("b1", date(2024, 5, 21))


def test_late_items_are_not_renewed(desk):
    desk.lend("m1", "b1", TODAY)
    with pytest.raises(NotAllowed, match="Harbour is late"):
        desk.renew("b1", date(2024, 6, 4))
    assert desk.renew("b1", date(2024, 6, 3)).renewals == 1


def test_give_back(desk):
    desk.lend("m1", "b1", TODAY)
    assert desk.give_back("b1", date(2024, 6, 5)) == 40
    assert desk.member("m1").fines == 40
    with pytest.raises(NotAllowed, match="Harbour is not lent"):
        desk.give_back("b1", TODAY)


def test_reservations_are_served_in_order(desk):
    desk.lend("m1", "b1", TODAY)
    desk.pay("m3", 500)
    assert [desk.reserve("m3", "b1"), desk.reserve("m2", "b1")] == [1, 2]
    with pytest.raises(NotAllowed, match="reserved"):
        desk.renew("b1", TODAY)
    desk.give_back("b1", TODAY)
    with pytest.raises(NotAllowed, match="reserved for somebody else"):
        desk.lend("m2", "b1", TODAY)
    desk.lend("m3", "b1", TODAY)
    assert desk.item("b1").reserved_by == ["m2"]


def test_reserve_only_once(desk):
    desk.lend("m1", "b1", TODAY)
    desk.reserve("m2", "b1")
    for member in ("m1", "m2"):
        with pytest.raises(NotAllowed, match="waits for it already"):
            desk.reserve(member, "b1")


def test_loans_of(desk):
    desk.lend("m1", "b2", date(2024, 5, 8))
    desk.lend("m1", "b1", date(2024, 5, 7))
    assert [loan.item for loan in desk.loans_of("m1")] == ["b1", "b2"]
    assert desk.loans_of("m2") == []

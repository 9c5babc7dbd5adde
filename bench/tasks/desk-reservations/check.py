from datetime import date

from lendingdesk import Desk, Item, Member, Rules
from lendingdesk.store import load, save

TODAY = date(2024, 5, 6)


def make():
    items = [Item("b1", "Harbour"), Item("f1", "Ferry", "film")]
    return Desk(items, [Member(f"m{number}", f"Name {number}") for number in range(1, 5)])


def test_the_order_of_those_who_wait():
    desk = make()
    for member in ("m3", "m1", "m4"):
        desk.reserve(member, "b1")
    desk.lend("m3", "b1", TODAY)
    assert desk.item("b1").reserved_by == ["m1", "m4"]
    desk.give_back("b1", TODAY)
    desk.lend("m1", "b1", TODAY)
    assert desk.item("b1").reserved_by == ["m4"]


def test_reservations_are_kept_in_the_file(tmp_path):
    desk = make()
    for member in ("m3", "m1", "m4"):
        desk.reserve(member, "f1")
    desk.lend("m2", "b1", TODAY)
    save(desk, tmp_path / "library.json")
    again = load(tmp_path / "library.json", Rules())
    assert again.item("f1") == Item("f1", "Ferry", "film", ["m3", "m1", "m4"])
    assert again.item("b1").reserved_by == []
    assert again.loans == desk.loans
    again.lend("m3", "f1", TODAY)
    assert again.item("f1").reserved_by == ["m1", "m4"]

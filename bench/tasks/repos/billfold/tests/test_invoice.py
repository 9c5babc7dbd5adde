from datetime import date

from billfold import Invoice, Line


def invoice(*lines, **others):
    return Invoice("2024-009", "Wegner", date(2024, 3, 1), lines=list(lines), **others)


def test_total():
    one = invoice(Line("Shelf", 2, 21000, 19), Line("Screws", 10, 5, 19))
    assert one.net == 42050
    assert one.vat == {19: 7990}
    assert one.total == 50040


def test_two_rates():
    one = invoice(Line("Handbook", 3, 1990, 7), Line("Shelf", 2, 21000, 19))
    assert one.vat == {7: 418, 19: 7980}
    assert one.total == 5970 + 42000 + 418 + 7980


def test_mixed_rates():
    one = invoice(Line("Shelf", 1, 10000, 19), Line("Handbook", 1, 2000, 7), Line("Delivery", 1, 3000, 19))
    assert one.vat == {7: 140, 19: 2470}


def test_unpaid():
    one = invoice(Line("Shelf", 1, 10000, 19), paid=[5000, 900])
    assert one.unpaid == 6000


def test_late():
    one = invoice(Line("Shelf", 1, 10000, 19), terms="14")
    assert one.due == date(2024, 3, 15)
    assert one.days_late(date(2024, 3, 15)) == 0
    assert one.days_late(date(2024, 3, 20)) == 5
    one.paid.append(11900)
    assert one.days_late(date(2024, 3, 20)) == 0

from datetime import date
from itertools import permutations

import pytest

from billfold import Invoice, Line
from billfold.report import invoice_lines

SHELF, BOOK, DELIVERY = Line("Shelf", 1, 10000, 19), Line("Handbook", 1, 2000, 7), Line("Delivery", 1, 3000, 19)
STAMP = Line("Stamp", 4, 85, 0)


def invoice(*lines, paid=()):
    return Invoice("2024-009", "Wegner", date(2024, 3, 1), "30", list(lines), list(paid))


@pytest.mark.parametrize("lines", permutations([SHELF, BOOK, DELIVERY, STAMP]))
def test_any_order(lines):
    one = invoice(*lines, paid=[10000])
    assert one.vat == {0: 0, 7: 140, 19: 2470}
    assert one.net == 15340
    assert one.total == 17950
    assert one.unpaid == 7950


def test_rounded_once_for_each_rate():
    # 3 cents at 19% are 0.57 of VAT, which is 1; each alone would be 0.
    lines = [Line("Pin", 1, 1, 19), Line("Leaflet", 1, 7, 7), Line("Pin", 1, 1, 19), Line("Leaflet", 1, 1, 7)]
    assert invoice(*lines, Line("Pin", 1, 1, 19)).vat == {7: 1, 19: 1}
    assert invoice(Line("Nail", 1, 5, 10), BOOK, Line("Nail", 1, 5, 10)).vat == {7: 140, 10: 1}


def test_credit_in_between():
    one = invoice(SHELF, BOOK, Line("Shelf, returned", -1, 10000, 19))
    assert one.vat == {7: 140, 19: 0}
    assert one.total == 2140
    assert invoice(Line("Handbook", -1, 50, 7)).vat == {7: -4}


def test_few_lines():
    assert invoice().vat == {}
    assert invoice().total == 0
    assert invoice(SHELF).vat == {19: 1900}
    assert invoice(SHELF, DELIVERY).vat == {19: 2470}


def test_lines_stay_in_order():
    one = invoice(SHELF, BOOK, DELIVERY)
    assert one.total == 15000 + 140 + 2470
    assert one.lines == [SHELF, BOOK, DELIVERY]
    lines = invoice_lines(one)
    assert [line.split()[0] for line in lines[1:]] == ["1", "1", "1", "VAT", "VAT", "Total"]
    assert [line.split()[-1] for line in lines[1:]] == ["100.00", "20.00", "30.00", "1.40", "24.70", "176.10"]
    assert [line.split()[2] for line in lines[1:4]] == ["Shelf", "Handbook", "Delivery"]

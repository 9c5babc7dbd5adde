from datetime import date

import pytest

from billfold import Book, Invoice, Line, format_amount, parse_amount, percent
from billfold.report import invoice_lines, unpaid_lines


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (-50, "-0.50"), (-1, "-0.01"), (-9, "-0.09"), (-10, "-0.10"), (-99, "-0.99"), (-100, "-1.00"), (-101, "-1.01"),
        (-199, "-1.99"), (-1005, "-10.05"), (-99999, "-999.99"), (-100000, "-1,000.00"), (-123456789, "-1,234,567.89"),
        (0, "0.00"), (1, "0.01"), (50, "0.50"), (99, "0.99"), (100, "1.00"), (123450, "1,234.50"),
        (100000005, "1,000,000.05"),
    ],
)  # fmt: skip
def test_format(cents, text):
    assert format_amount(cents) == text


def test_there_and_back():
    for cents in [*range(-1300, 1300), -100001, -99900, 99999, 100000]:
        assert parse_amount(format_amount(cents)) == cents


def test_invoice():
    lines = invoice_lines(Invoice("2024-005", "Wegner", date(2024, 3, 1), "30", [Line("Screw", -5, 10, 19)]))
    assert [line.split()[-1] for line in lines[1:]] == ["-0.50", "-0.10", "-0.60"]
    assert all(len(line) == 56 for line in lines[1:])


def test_unpaid():
    book = Book([Invoice("2024-005", "Wegner", date(2024, 3, 1), "0", [Line("Screw", 5, 10, 0)], [100])])
    assert unpaid_lines(book, date(2024, 6, 1)) == [f"{'2024-005 Wegner, due 2024-03-01':<44}       -0.50"]


def test_others():
    assert parse_amount("-0.50") == -50
    assert percent(-50, 7) == -4

from datetime import date

from pocketledger import Book, Entry


def test_running_balance():
    book = Book([Entry(date(2024, 1, day), "x", cents) for day, cents in ((1, 100), (2, -30), (3, 5))])
    assert [balance for _, balance in book.running_balance(50)] == [150, 120, 125]
    assert [balance for _, balance in book.running_balance()] == [100, 70, 75]
    assert [entry.cents for entry, _ in book.running_balance(1)] == [100, -30, 5]

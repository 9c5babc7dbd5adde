from datetime import date

from pocketledger import Book, Entry

RENT = Entry(date(2024, 3, 1), "Landlord", -85000, "rent")
FOOD = Entry(date(2024, 3, 2), "Grocer", -4235, "food")
WAGE = Entry(date(2024, 3, 5), "Employer", 215000, "salary")
APRIL = Entry(date(2024, 4, 1), "Landlord", -85000, "rent")


def test_sums():
    book = Book([RENT, FOOD, WAGE])
    assert (book.total(), book.income(), book.expenses()) == (125765, 215000, 89235)


def test_in_month():
    assert Book([RENT, APRIL]).in_month("2024-04").entries == [APRIL]


def test_by_category_puts_the_largest_expense_first():
    assert list(Book([FOOD, WAGE, RENT]).by_category()) == ["rent", "food", "salary"]


def test_entries_stay_sorted():
    book = Book([WAGE])
    book.add(RENT)
    assert book.entries == [RENT, WAGE]


def test_running_balance():
    assert [balance for _, balance in Book([RENT, WAGE]).running_balance(1000)] == [-84000, 131000]

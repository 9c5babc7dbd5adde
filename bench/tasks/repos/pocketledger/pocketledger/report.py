"""A book as text."""

from pocketledger.money import format_cents

WIDTH = 30


def line(label, cents):
    amount = format_cents(cents)
    return label + amount.rjust(WIDTH - len(label))


def render(book):
    """Sums per category, then income, expenses and the total."""
    rows = [line(category, cents) for category, cents in book.by_category().items()]
    rows.append("-" * WIDTH)
    rows.append(line("income", book.income()))
    rows.append(line("expenses", -book.expenses()))
    rows.append(line("total", book.total()))
    return "\n".join(rows)

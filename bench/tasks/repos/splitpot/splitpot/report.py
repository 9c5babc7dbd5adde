"""Sums over the expenses of a pot."""


def paid_by(expenses):
    """How much everybody paid, as a dict by the name of the payer."""
    sums = {}
    for expense in expenses:
        sums[expense.payer] = sums.get(expense.payer, 0) + expense.amount
    return sums


def monthly(expenses):
    """The sum of each month as a dict such as {"2025-06": 1250}, from the first month to the last one, none left out."""
    if not expenses:
        return {}
    months = [expense.day.year * 12 + expense.day.month - 1 for expense in expenses]
    sums = {f"{month // 12}-{month % 12 + 1:02}": 0 for month in range(min(months), max(months) + 1)}
    for expense in expenses:
        sums[f"{expense.day:%Y-%m}"] += expense.amount
    return sums

"""Who gets money and who owes some."""

from dataclasses import dataclass

from splitpot.split import split


@dataclass(frozen=True)
class Transfer:
    giver: str
    taker: str
    amount: int


def balances(pot):
    """What everybody gets (above zero) or owes (below zero), in cents."""
    result = dict.fromkeys(pot.people, 0)
    for expense in pot.expenses:
        result[expense.payer] += expense.amount
        for name, part in split(expense.amount, expense.shares).items():
            result[name] -= part
    for payment in pot.payments:
        result[payment.giver] += payment.amount
        result[payment.taker] -= payment.amount
    return result


def settle(amounts):
    """The transfers after which all balances are zero: the largest debt goes to the largest credit first."""
    amounts = dict(amounts)
    transfers = []
    while any(amounts.values()):
        giver = min(amounts, key=amounts.get)
        taker = max(amounts, key=amounts.get)
        amount = min(-amounts[giver], amounts[taker])
        if amount <= 0:
            raise ValueError("the balances do not add up to zero")
        amounts[giver] += amount
        amounts[taker] -= amount
        transfers.append(Transfer(giver, taker, amount))
    return transfers

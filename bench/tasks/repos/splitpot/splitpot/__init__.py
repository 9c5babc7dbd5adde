"""Shared expenses."""

from splitpot.balance import Transfer, balances, settle
from splitpot.model import Expense, Payment, Pot
from splitpot.money import format_amount, parse_amount
from splitpot.report import monthly, paid_by
from splitpot.split import split
from splitpot.store import load_pot, save_pot

__all__ = [
    "Expense",
    "Payment",
    "Pot",
    "Transfer",
    "balances",
    "format_amount",
    "load_pot",
    "monthly",
    "paid_by",
    "parse_amount",
    "save_pot",
    "settle",
    "split",
]

"""Pots as JSON files."""

import json
from datetime import date
from pathlib import Path

from splitpot.model import Expense, Payment, Pot
from splitpot.money import format_amount, parse_amount


def load_pot(path):
    """The pot in a file. Raises ValueError when an amount, a day or a name in it is wrong."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    pot = Pot(data["people"])
    for row in data.get("expenses", []):
        day, amount = date.fromisoformat(row["day"]), parse_amount(row["amount"])
        pot.add(Expense(day, row["what"], row["payer"], amount, row["for"]))
    for row in data.get("payments", []):
        pot.add(Payment(date.fromisoformat(row["day"]), row["from"], row["to"], parse_amount(row["amount"])))
    return pot


def save_pot(pot, path):
    """Write a pot to a file."""
    expenses = [
        {
            "day": entry.day.isoformat(),
            "what": entry.what,
            "payer": entry.payer,
            "amount": format_amount(entry.amount),
            "for": entry.shares,
        }
        for entry in pot.expenses
    ]
    payments = [
        {
            "day": entry.day.isoformat(),
            "from": entry.giver,
            "to": entry.taker,
            "amount": format_amount(entry.amount),
        }
        for entry in pot.payments
    ]
    data = {"people": pot.people, "expenses": expenses, "payments": payments}
    Path(path).write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

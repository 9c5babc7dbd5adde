"""The order book."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass
class Order:
    number: int
    customer: str
    due: date
    price: int
    collected: bool = False


def load_orders(path):
    entries = json.loads(Path(path).read_text())
    return [Order(**{**entry, "due": date.fromisoformat(entry["due"])}) for entry in entries]


def overdue(orders, today):
    """Orders that should have been collected before today and were not, the oldest first."""
    late = [order for order in orders if order.due < today and not order.collected]
    return sorted(late, key=lambda order: order.due)


def next_number(orders):
    return max((order.number for order in orders), default=0) + 1

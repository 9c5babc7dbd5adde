"""The state as a JSON file."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from lendingdesk.desk import Desk
from lendingdesk.model import Item, Loan, Member


def load(path, rules):
    """The desk as it was saved."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    loans = [Loan(**{**loan, "due": date.fromisoformat(loan["due"])}) for loan in data["loans"]]
    return Desk(
        [Item(**item) for item in data["items"]], [Member(**member) for member in data["members"]], loans, rules
    )


def save(desk, path):
    """Replace the file; it is never half written."""
    data = {
        "items": [asdict(item) for item in desk.items.values()],
        "members": [asdict(member) for member in desk.members.values()],
        "loans": [{**asdict(loan), "due": loan.due.isoformat()} for loan in desk.loans.values()],
    }
    path = Path(path)
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    new.replace(path)

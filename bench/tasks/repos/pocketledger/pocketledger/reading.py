"""Reads the bank's CSV files."""

import csv
import json
from datetime import date
from pathlib import Path

from pocketledger.entries import Entry
from pocketledger.money import parse_cents

COLUMNS_FILE = Path(__file__).parent.parent / "data" / "columns.json"


def load_columns(path=COLUMNS_FILE):
    """The bank's column names by our field names."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def read_csv(path, columns=None):
    """The entries of a file. Lines without an amount are skipped.

    Raises KeyError when a column is missing.
    """
    columns = columns or load_columns()
    entries = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if not row[columns["amount"]].strip():
                continue
            entries.append(
                Entry(
                    day=date.fromisoformat(row[columns["date"]]),
                    payee=row[columns["payee"]].strip(),
                    cents=parse_cents(row[columns["amount"]]),
                    category=row[columns["category"]].strip() or "other",
                )
            )
    return entries

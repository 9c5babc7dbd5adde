"""Tariffs."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    tenths: int
    up_to: int | None = None


@dataclass(frozen=True)
class Tariff:
    name: str
    month: int
    steps: tuple[Step, ...]
    bonus: int = 0


def load_tariffs(path):
    """The tariffs in a JSON file, by name."""
    tariffs = {}
    for entry in json.loads(Path(path).read_text(encoding="utf-8")):
        steps = tuple(Step(step["tenths"], step.get("up_to")) for step in entry["steps"])
        tariffs[entry["name"]] = Tariff(entry["name"], entry["month"], steps, entry.get("bonus", 0))
    return tariffs


def energy_price(tariff, kwh):
    """The price of so many kWh, each at that of its step, in cents."""
    tenths = paid = 0
    for step in tariff.steps:
        top = kwh if step.up_to is None else min(kwh, step.up_to)
        tenths += (top - paid) * step.tenths
        paid = top
    return (tenths + 5) // 10

"""What a job costs, in cents."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Prices:
    gram: dict
    setup: int
    half_hour: int


def load_prices(path):
    return Prices(**tomllib.loads(Path(path).read_text()))


def quote(job, prices):
    if job.material not in prices.gram:
        raise ValueError(f"no price for {job.material}")
    half_hours = -(-job.total_minutes // 30)
    return prices.setup + job.total_grams * prices.gram[job.material] + half_hours * prices.half_hour

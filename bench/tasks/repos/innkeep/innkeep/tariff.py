"""What a night costs."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Season:
    """A part of each year; `first` and `last` are pairs of month and day."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    percent: int

    def covers(self, night):
        """Whether a night is in the season; those of the first and of the last day are."""
        day = (night.month, night.day)
        if self.first > self.last:
            return day >= self.first or day <= self.last
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Tariff:
    rates: dict[str, int]
    seasons: list[Season]

    def season(self, night):
        """The season of a night, or None."""
        return next((season for season in self.seasons if season.covers(night)), None)

    def rate(self, kind, night):
        """What a room of a kind costs in a night, in cents."""
        if kind not in self.rates:
            raise ValueError(f"no such kind of room: {kind}")
        season = self.season(night)
        percent = season.percent if season else 100
        return self.rates[kind] * percent // 100

    def price(self, kind, arrival, departure):
        """What the nights of a stay cost together, in cents."""
        return sum(self.rate(kind, night) for night in nights(arrival, departure))


def nights(arrival, departure):
    """The days on which the nights of a stay begin."""
    if departure <= arrival:
        raise ValueError(f"not a stay: {arrival} to {departure}")
    return [arrival + timedelta(days=number) for number in range((departure - arrival).days)]


def load_tariff(rates, seasons):
    with Path(rates).open(encoding="utf-8", newline="") as file:
        basic = {row["kind"]: int(row["cents"]) for row in csv.DictReader(file)}
    with Path(seasons).open(encoding="utf-8", newline="") as file:
        return Tariff(
            basic,
            [
                Season(row["name"], parse_day(row["first"]), parse_day(row["last"]), int(row["percent"]))
                for row in csv.DictReader(file)
            ],
        )


def parse_day(text):
    """Read a day of the year such as `06-19`."""
    month, _, day = text.partition("-")
    return int(month), int(day)

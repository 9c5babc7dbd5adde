"""What has been sold."""

import csv
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Sale:
    time: datetime
    code: str
    product: str
    price: int


class Journal:
    def __init__(self, sales=()):
        self.sales = list(sales)

    def __len__(self):
        return len(self.sales)

    def add(self, sale):
        self.sales.append(sale)

    def takings(self, day=None):
        """The money of a day, or of all."""
        return sum(sale.price for sale in self.sales if day is None or sale.time.date() == day)

    def sold(self, product):
        """How many of a product."""
        return sum(sale.product == product for sale in self.sales)

    def save(self, path):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["time", "code", "product", "price"])
            for sale in self.sales:
                writer.writerow([sale.time.isoformat(), sale.code, sale.product, sale.price])

    @classmethod
    def load(cls, path):
        with path.open(encoding="utf-8", newline="") as file:
            return cls(
                Sale(datetime.fromisoformat(row["time"]), row["code"], row["product"], int(row["price"]))
                for row in csv.DictReader(file)
            )

"""Reads the list of parcels that the shop writes every evening."""

import csv

from parcelhub.parcel import Parcel


def read_manifest(path):
    """The parcels of a CSV file, in its order. Raises ValueError for a number that is none."""
    with open(path, newline="", encoding="utf-8") as file:
        return [to_parcel(row) for row in csv.DictReader(file)]


def to_parcel(row):
    return Parcel(
        number=row["number"].strip(),
        name=row["name"].strip(),
        country=row["country"].strip().upper(),
        weight=round(float(row["kg"]) * 1000),
        length=int(row["length"]),
        width=int(row["width"]),
        height=int(row["height"]),
    )

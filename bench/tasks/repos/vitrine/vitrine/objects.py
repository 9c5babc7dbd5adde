"""The objects of the collection."""

import csv
from dataclasses import dataclass
from pathlib import Path

from vitrine import numbers


@dataclass(frozen=True)
class Item:
    number: str
    title: str
    maker: str = ""
    born: int | None = None
    died: int | None = None
    first: int | None = None
    last: int | None = None
    about: bool = False
    material: str = ""
    height: int | None = None
    width: int | None = None
    depth: int | None = None


def load_objects(path):
    """The objects of a file, in the order of their numbers."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        items = [_item(row) for row in csv.DictReader(file)]
    return sorted(items, key=lambda item: numbers.sort_key(item.number))


def find(items, number):
    """The object with a number."""
    number = numbers.check(number)
    for item in items:
        if item.number == number:
            return item
    raise LookupError(f"no object {number}")


def _item(row):
    return Item(
        number=numbers.check(row["number"]),
        title=row["title"].strip(),
        maker=row["maker"].strip(),
        born=_whole(row["born"]),
        died=_whole(row["died"]),
        first=_whole(row["from"]),
        last=_whole(row["to"]),
        about=row["about"].strip().lower() == "yes",
        material=row["material"].strip(),
        height=_whole(row["height"]),
        width=_whole(row["width"]),
        depth=_whole(row["depth"]),
    )


def _whole(text):
    return int(text) if text.strip() else None

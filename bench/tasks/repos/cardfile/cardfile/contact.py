"""One person in the address book."""

import re
from dataclasses import dataclass
from datetime import date

CATEGORY = re.compile(r"[\w-]+")


class CardError(ValueError):
    """A card makes no sense."""


@dataclass(frozen=True)
class Contact:
    name: str
    org: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    birthday: date | None = None
    note: str = ""
    categories: tuple[str, ...] = ()

    def __post_init__(self):
        if not self.name:
            raise CardError("a card needs a name")
        for category in self.categories:
            if not CATEGORY.fullmatch(category):
                raise CardError(f"{category!r} is no category")

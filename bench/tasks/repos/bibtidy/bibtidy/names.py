"""The names of authors."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    last: str
    first: str = ""

    def __str__(self):
        return f"{self.last}, {self.first}" if self.first else self.last

    @property
    def initials(self):
        return " ".join(f"{part[0]}." for part in self.first.split())


def parse_name(text):
    """Read `Ada Moss` or `Moss, Ada`."""
    if "," in text:
        last, first = text.split(",", 1)
    else:
        first, _, last = text.strip().rpartition(" ")
    return Name(last.strip(), first.strip())


def parse_names(text):
    """Read the names of a field, which have an `and` between them."""
    return [parse_name(part) for part in text.split(" and ") if part.strip()]


def short_names(names):
    """Names as they stand in a citation: `Moss, A.`, `Moss, A. & Brink, S.`, or `Moss, A. et al.` for more."""
    shown = [f"{name.last}, {name.initials}" if name.first else name.last for name in names]
    if len(shown) > 2:
        return f"{shown[0]} et al."
    return " & ".join(shown)

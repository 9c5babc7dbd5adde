"""What stands on the label of an object."""

from vitrine.sizes import dimensions
from vitrine.years import span, year


def life(born, died):
    """The years of a maker, such as `(1902–1988)`, `(born 1948)` or `(died 1672)`; nothing if neither is known."""
    if born is not None and died is not None:
        return f"({year(born)}–{year(died)})"
    if born is not None:
        return f"(born {year(born)})"
    if died is not None:
        return f"(died {year(died)})"
    return ""


def label(item):
    """The label, line by line; a line about which nothing is known is left out."""
    lines = [
        " ".join(part for part in (item.maker or "Unknown maker", life(item.born, item.died)) if part),
        item.title if item.first is None else f"{item.title}, {span(item.first, item.last, item.about)}",
        ", ".join(part for part in (item.material, dimensions(item.height, item.width, item.depth)) if part),
        item.number,
    ]
    return "\n".join(line for line in lines if line)

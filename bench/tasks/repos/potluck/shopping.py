"""One shopping list out of several."""

LARGE_UNITS = {"kg": ("g", 1000), "l": ("ml", 1000)}


def parse_item(line):
    """`1.5 kg Flour` as `(1500.0, "g", "flour")`."""
    amount, unit, name = line.split(maxsplit=2)
    amount = float(amount)
    if unit in LARGE_UNITS:
        unit, factor = LARGE_UNITS[unit]
        amount *= factor
    return amount, unit, name.strip().lower()


def combine(*lists):
    """The lines of the shopping lists as one list by name, with a single line for what is on several of them."""
    amounts = {}
    for lines in lists:
        for line in lines:
            amount, unit, name = parse_item(line)
            amounts[name, unit] = amounts.get((name, unit), 0) + amount
    return [f"{amount:g} {unit} {name}" for (name, unit), amount in sorted(amounts.items())]

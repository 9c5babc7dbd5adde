"""How an amount is split."""


def split(amount, shares):
    """Everybody's part of an amount in cents, as a dict in the order of the shares."""
    total = sum(shares.values())
    parts = {name: amount * share // total for name, share in shares.items()}
    left = amount - sum(parts.values())
    for name in list(parts)[:left]:
        parts[name] += 1
    return parts

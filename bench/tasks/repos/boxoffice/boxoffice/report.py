"""What a show has brought in."""


def takings(show, prices):
    """What all the tickets have brought in, in cents."""
    return sum(prices.sale(show.hall, sale) for sale in show.sales if not sale.refunded)


def seats_by_category(show, prices):
    """The number of seats that are sold in each category, in the order of the prices."""
    rows = [show.hall.row_of(seat) for seat in show.taken()]
    return {category: sum(row.category == category for row in rows) for category in prices.categories}


def plan(show):
    """The hall as lines of text, the stage on top: a dot is a free seat and an x a sold one."""
    taken = show.taken()
    return [f"{row.name} {''.join('x' if seat in taken else '.' for seat in row)}" for row in show.hall.rows]

"""Sizes: millimetres in the books, centimetres on the label."""


def dimensions(*sides):
    """Height, width and depth, such as `30 × 42.5 cm`; a side that nobody knows is left out."""
    known = [side for side in sides if side is not None]
    if not known:
        return ""
    return " × ".join(f"{side / 10:g}" for side in known) + " cm"

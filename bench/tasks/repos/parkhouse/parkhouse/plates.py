"""Number plates."""


def normal_plate(text):
    """The plate in capital letters, without spaces and hyphens: `k-ab 12` becomes `KAB12`."""
    return text.replace(" ", "").replace("-", "").upper()

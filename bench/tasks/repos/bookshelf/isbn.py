"""ISBNs, the numbers of books."""


def is_isbn(text):
    """Whether that is a valid ISBN; hyphens and spaces do not matter."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) == 10:
        return is_isbn10(digits)
    if len(digits) == 13:
        return is_isbn13(digits)
    return False


def is_isbn10(digits):
    """The digits count 10, 9, ... 1 times, and the sum can be divided by 11. The last one can be X, which is worth 10."""
    last = digits[9]
    if not digits[:9].isdigit() or not (last.isdigit() or last == "X"):
        return False
    values = [int(digit) for digit in digits[:9]]
    values.append(10 if last == "X" else int(last))
    return sum((10 - i) * value for i, value in enumerate(values)) % 11 == 0


def is_isbn13(digits):
    """The digits count once and three times in turn, and the sum can be divided by 10."""
    if not digits.isdigit():
        return False
    return sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits)) % 10 == 0

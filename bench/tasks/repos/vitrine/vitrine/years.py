"""Years as they stand on a label. Those before Christ are negative."""


def year(number):
    """A single year, such as `1898`, `AD 12` or `40 BC`."""
    if number == 0:
        raise ValueError("there is no year 0")
    if number < 0:
        return f"{-number} BC"
    return str(number) if number >= 100 else f"AD {number}"


def span(first, last=None, about=False):
    """The years in which something was made, such as `1898`, `1861–68`, `c. 1510–25` or `40 BC–AD 12`.

    The last year is cut to two digits when the digits before those are the same in the first year.
    """
    last = first if last is None else last
    if last < first:
        raise ValueError(f"ends before it begins: {first} to {last}")
    if first == last:
        text = year(first)
    elif last < 0:
        text = f"{-first}–{-last} BC"
    elif first < 100:
        text = f"{year(first)}–{last if 0 < first and last < 100 else year(last)}"
    elif first // 100 == last // 100:
        text = f"{first}–{last % 100:02}"
    else:
        text = f"{first}–{last}"
    return f"c. {text}" if about else text

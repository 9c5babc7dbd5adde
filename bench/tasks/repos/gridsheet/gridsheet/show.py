"""A sheet as text."""

from gridsheet.address import column_letters, format_address
from gridsheet.errors import CellError
from gridsheet.functions import to_text


def show_value(value):
    """What a cell looks like; numbers have at most two decimals."""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return to_text(value)


def show_sheet(sheet):
    """A table with column letters and row numbers; numbers to the right, texts to the left."""
    columns, rows = sheet.size()
    lines = [["", *(column_letters(column) for column in range(1, columns + 1))]]
    values = [[""] * (columns + 1)]
    for row in range(1, rows + 1):
        cells = [sheet[format_address(column, row)] for column in range(1, columns + 1)]
        lines.append([str(row), *(show_value(cell) for cell in cells)])
        values.append([0.0, *cells])
    widths = [max(len(line[index]) for line in lines) for index in range(columns + 1)]
    return "\n".join(
        " ".join(_pad(text, width, value) for text, width, value in zip(line, widths, kinds)).rstrip()
        for line, kinds in zip(lines, values)
    )


def _pad(text, width, value):
    return text.rjust(width) if isinstance(value, float) else text.ljust(width)

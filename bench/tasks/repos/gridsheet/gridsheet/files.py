"""Sheets in CSV files: formulas as they are, numbers as numbers."""

import csv
from pathlib import Path

from gridsheet.address import format_address
from gridsheet.sheet import Sheet


def read_sheet(path):
    """Raises FormulaError when a cell holds a broken formula."""
    sheet = Sheet()
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row, cells in enumerate(csv.reader(file), 1):
            for column, text in enumerate(cells, 1):
                if text.strip():
                    sheet[format_address(column, row)] = parse_content(text)
    return sheet


def parse_content(text):
    """A number when it looks like one, else the text."""
    try:
        return float(text)
    except ValueError:
        return text.strip()


def write_sheet(sheet, path):
    """Write what was put into the cells, not their values."""
    columns, rows = sheet.size()
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in range(1, rows + 1):
            contents = [sheet.raw(format_address(column, row)) for column in range(1, columns + 1)]
            writer.writerow([_plain(content) for content in contents])


def _plain(content):
    if isinstance(content, float) and content.is_integer():
        return int(content)
    return "" if content is None else content

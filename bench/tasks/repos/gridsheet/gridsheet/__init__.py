"""A spreadsheet without a window."""

from gridsheet.errors import CellError, FormulaError
from gridsheet.sheet import Sheet

__all__ = ["CellError", "FormulaError", "Sheet"]

"""Errors: of the person who writes a formula, and of a cell that cannot be worked out."""


class FormulaError(ValueError):
    """A formula that cannot be read; `position` counts characters from 0."""

    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


class CellError(Exception):
    """The value of a cell that cannot be worked out, shown by its code."""

    def __init__(self, code, message=""):
        super().__init__(f"{code} {message}".strip())
        self.code = code

    def __eq__(self, other):
        return isinstance(other, CellError) and other.code == self.code

    def __hash__(self):
        return hash(self.code)


DIVISION = "#DIV/0!"
NAME = "#NAME?"
REFERENCE = "#REF!"
VALUE = "#VALUE!"
CYCLE = "#CYCLE!"

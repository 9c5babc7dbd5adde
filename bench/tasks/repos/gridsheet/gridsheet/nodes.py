"""The syntax tree of a formula."""

from dataclasses import dataclass

from gridsheet.address import expand_range


@dataclass(frozen=True)
class Literal:
    """A number or a text."""

    value: object

    def needs(self):
        return set()


@dataclass(frozen=True)
class Cell:
    address: str

    def needs(self):
        return {self.address}


@dataclass(frozen=True)
class Range:
    first: str
    last: str

    def addresses(self):
        return expand_range(self.first, self.last)

    def needs(self):
        return set(self.addresses())


@dataclass(frozen=True)
class Unary:
    operator: str
    operand: object

    def needs(self):
        return self.operand.needs()


@dataclass(frozen=True)
class Binary:
    operator: str
    left: object
    right: object

    def needs(self):
        return self.left.needs() | self.right.needs()


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple

    def needs(self):
        return set().union(*(argument.needs() for argument in self.arguments))

"""A sheet: sets cells, works out formulas when they are asked for, and remembers the results."""

from gridsheet.address import format_address, parse_address
from gridsheet.errors import CYCLE, CellError
from gridsheet.evaluate import evaluate
from gridsheet.graph import Graph
from gridsheet.parser import parse_formula


class Sheet:
    def __init__(self):
        self._raw = {}
        self._trees = {}
        self._results = {}
        self._graph = Graph()

    def __setitem__(self, address, content):
        """Set a cell to a number, a text, a formula ("=...") or None.

        Raises:
            ValueError: no address. FormulaError: no formula; the cell stays as it was.
        """
        address = format_address(*parse_address(address))
        tree = None
        if isinstance(content, str) and content.startswith("="):
            tree = parse_formula(content[1:])
        elif isinstance(content, (int, float)) and not isinstance(content, bool):
            content = float(content)
        self._trees.pop(address, None)
        self._raw.pop(address, None)
        if content is not None and content != "":
            self._raw[address] = content
        if tree is not None:
            self._trees[address] = tree
        self._graph.set(address, tree.needs() if tree is not None else set())
        self._results.pop(address, None)
        for user in self._graph.affected(address):
            self._results.pop(user, None)

    def __getitem__(self, address):
        """The value of a cell: a number, a text, a boolean, a CellError, or None when it is empty."""
        return self._value(format_address(*parse_address(address)))

    def raw(self, address):
        """What was put into a cell."""
        return self._raw.get(format_address(*parse_address(address)))

    def used(self):
        """Addresses of the cells that are not empty, row by row."""
        return sorted(self._raw, key=lambda address: tuple(reversed(parse_address(address))))

    def size(self):
        """(columns, rows) of the smallest sheet that holds all cells."""
        places = [parse_address(address) for address in self._raw]
        return max((c for c, _ in places), default=0), max((r for _, r in places), default=0)

    def _value(self, address):
        if address not in self._trees:
            return self._raw.get(address)
        if address not in self._results:
            self._results[address] = self._work_out(address)
        return self._results[address]

    def _work_out(self, address):
        if self._graph.in_circle(address):
            return CellError(CYCLE)
        try:
            return evaluate(self._trees[address], self._value)
        except CellError as error:
            return error

"""Works out a syntax tree."""

from gridsheet.errors import DIVISION, NAME, VALUE, CellError
from gridsheet.functions import FUNCTIONS, to_number, to_text
from gridsheet.nodes import Binary, Call, Cell, Literal, Range, Unary


def evaluate(node, lookup):
    """The value of a tree: a number, a text, a boolean or None. `lookup(address)` gives the value of a cell.

    Raises:
        CellError: it cannot be worked out, or a cell it needs cannot.
    """
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Cell):
        return _value(lookup, node.address)
    if isinstance(node, Unary):
        number = to_number(evaluate(node.operand, lookup))
        return -number if node.operator == "-" else number
    if isinstance(node, Binary):
        return _binary(node.operator, evaluate(node.left, lookup), evaluate(node.right, lookup))
    if isinstance(node, Call):
        return _call(node, lookup)
    raise CellError(VALUE, "a range needs a function")


def _value(lookup, address):
    value = lookup(address)
    if isinstance(value, CellError):
        raise value
    return value


def _call(node, lookup):
    if node.name not in FUNCTIONS:
        raise CellError(NAME, f"there is no function {node.name}")
    body, least, most = FUNCTIONS[node.name]
    if len(node.arguments) < least or (most is not None and len(node.arguments) > most):
        raise CellError(VALUE, f"{node.name} takes another number of arguments")
    arguments = [
        [_value(lookup, address) for address in argument.addresses()]
        if isinstance(argument, Range)
        else evaluate(argument, lookup)
        for argument in node.arguments
    ]
    return body(arguments)


def _binary(operator, left, right):
    if operator == "&":
        return to_text(left) + to_text(right)
    if operator in ("=", "<>", "<", "<=", ">", ">="):
        return _compare(operator, left, right)
    first, second = to_number(left), to_number(right)
    if operator == "+":
        return first + second
    if operator == "-":
        return first - second
    if operator == "*":
        return first * second
    if operator == "/":
        if second == 0:
            raise CellError(DIVISION)
        return first / second
    return first**second


def _compare(operator, left, right):
    """Numbers by value, texts without regard to case; a number is less than any text."""
    first, second = _key(left), _key(right)
    return {
        "=": first == second,
        "<>": first != second,
        "<": first < second,
        "<=": first <= second,
        ">": first > second,
        ">=": first >= second,
    }[operator]


def _key(value):
    if isinstance(value, str):
        return (1, value.lower())
    return (0, to_number(value))

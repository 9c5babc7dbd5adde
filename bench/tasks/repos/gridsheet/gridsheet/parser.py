"""Tokens to a syntax tree, by precedence climbing."""

from gridsheet.errors import FormulaError
from gridsheet.nodes import Binary, Call, Cell, Literal, Range, Unary
from gridsheet.tokens import tokenize

PRECEDENCE = {
    "=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1,
    "&": 2,
    "+": 3, "-": 3,
    "*": 4, "/": 4,
    "^": 6,
}
SIGN_PRECEDENCE = 5
RIGHT_ASSOCIATIVE = {"^"}


def parse_formula(text):
    """The tree of a formula without its leading `=`.

    Raises:
        FormulaError: with the position of what is wrong.
    """
    parser = _Parser(tokenize(text))
    tree = parser.expression(1)
    parser.expect("end")
    return tree


class _Parser:
    def __init__(self, tokens):
        self.tokens = tokens
        self.index = 0

    @property
    def token(self):
        return self.tokens[self.index]

    def advance(self):
        token = self.token
        self.index += 1
        return token

    def expect(self, kind):
        if self.token.kind != kind:
            raise FormulaError(f"expected {kind}, found {self.token.text or 'the end'!r}", self.token.position)
        return self.advance()

    def expression(self, lowest):
        left = self.operand()
        while self.token.kind == "operator" and PRECEDENCE[self.token.text] >= lowest:
            operator = self.advance().text
            strength = PRECEDENCE[operator]
            right = self.expression(strength if operator in RIGHT_ASSOCIATIVE else strength + 1)
            left = Binary(operator, left, right)
        return left

    def operand(self):
        token = self.advance()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1].replace('""', '"'))
        if token.kind == "cell":
            return Cell(_plain(token.text))
        if token.kind == "name":
            return self.call(token)
        if token.kind == "open":
            inner = self.expression(1)
            self.expect("close")
            return inner
        if token.kind == "operator" and token.text in "+-":
            return Unary(token.text, self.expression(SIGN_PRECEDENCE))
        raise FormulaError(f"unexpected {token.text or 'end'!r}", token.position)

    def call(self, name):
        self.expect("open")
        arguments = []
        if self.token.kind != "close":
            arguments.append(self.argument())
            while self.token.kind == "comma":
                self.advance()
                arguments.append(self.argument())
        self.expect("close")
        return Call(name.text.upper(), tuple(arguments))

    def argument(self):
        """An expression, or a range such as A1:B2."""
        following = self.tokens[self.index + 1] if self.token.kind != "end" else self.token
        if self.token.kind == "cell" and following.kind == "colon":
            first = self.advance().text
            self.advance()
            return Range(_plain(first), _plain(self.expect("cell").text))
        return self.expression(1)


def _plain(address):
    return address.replace("$", "").upper()

"""Formula text to tokens."""

import re
from dataclasses import dataclass

from gridsheet.errors import FormulaError

_PATTERNS = [
    ("number", r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+"),
    ("cell", r"\$?[A-Za-z]{1,3}\$?[1-9]\d*(?![A-Za-z0-9_(])"),
    ("name", r"[A-Za-z_][A-Za-z0-9_]*"),
    ("text", r'"(?:[^"]|"")*"'),
    ("operator", r"<=|>=|<>|[-+*/^&=<>]"),
    ("open", r"\("),
    ("close", r"\)"),
    ("comma", r","),
    ("colon", r":"),
    ("space", r"\s+"),
]
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    position: int


def tokenize(formula):
    """The tokens of a formula (without its leading `=`), ended by one of kind "end".

    Raises:
        FormulaError: a character that starts no token.
    """
    tokens, position = [], 0
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            raise FormulaError(f"unexpected {formula[position]!r}", position)
        if match.lastgroup != "space":
            tokens.append(Token(match.lastgroup, match.group(), position))
        position = match.end()
    tokens.append(Token("end", "", position))
    return tokens

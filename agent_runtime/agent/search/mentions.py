"""Which mentions of a plain word mean the function of that name: a command, a key and a word of prose may be called the
same, and stay what they are when the function gets another name."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.slicing import parsed
from agent_runtime.tools.syntax import language_of

_BY_NAME = {"getattr", "hasattr", "setattr", "delattr", "object", "patch", "attrgetter", "methodcaller"}
"""Calls whose strings are names of the code's own."""
_BRACES = re.compile(r"\{[^{}]*\}")


def renamed_mentions(path: str, text: str, old: str, new: str) -> str:
    """A file with the function `old` called `new`: in Python every name of the code, and the strings that stand for
    one (`__all__`, `getattr`); anywhere else what is written as code (`old()`, `old` in backticks, `module.old`)."""
    if language_of(path) != "python":
        return _in_words(text, old, new)
    word = re.compile(rf"(?<!\w){old}(?!\w)")
    source = Source(text)
    names = {source.at(*where) for where in _strings(parsed(text))}
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return text
    for token in reversed(tokens):
        start = source.at_character(*token.start)
        written = token.string
        if token.type == tokenize.NAME and written == old:
            written = new
        elif token.type == tokenize.STRING and start in names:
            written = word.sub(new, written)
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            if re.match(r"[rR]?[fF]", written):
                written = _BRACES.sub(lambda match: word.sub(new, match[0]), written)
            written = _in_words(written, old, new)
        text = text[:start] + written + text[start + len(token.string) :]
    return text


def _in_words(text: str, old: str, new: str) -> str:
    """Where a text writes the word as code."""
    code = rf"(?<![\w.-]){old}(?=\(|`)|(?<=`){old}(?!\w)|(?<=[A-Za-z_0-9]\.){old}(?!\w)|(?<=\w:){old}(?!\w)"
    text = re.sub(code, new, text)
    return re.sub(rf"^(.*\bfrom [\w.]+ import [^\n]*(?<!\w)){old}(?!\w)", rf"\g<1>{new}", text, flags=re.MULTILINE)


def _strings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Where the strings are that stand for names of the code."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__"), *_]) | ast.AugAssign(target=ast.Name(id="__all__")):
                inside: list[ast.expr] = [node.value]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _BY_NAME:
                inside = node.args
            case ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"))):
                inside = node.args
            case _:
                continue
        for each in [inner for value in inside for inner in ast.walk(value)]:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.lineno, each.col_offset

"""Renames an identifier in the whole workspace: a task of this kind needs no model to write the edits."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from agent_runtime.agent.search.locate import Locator
from agent_runtime.tools.syntax import language_of

_RENAME = re.compile(
    r"\brename\s+(?P<what>(?:[\w-]+\s+){0,5}?)[`'\"]?(?P<old>[A-Za-z_][\w.]*)(?:\(\))?[`'\"]?"
    r"(?:\s+(?:of|in|from)\s+[^\n]{1,60}?)?\s+(?:to|into|as)\s+[`'\"]?(?P<new>[A-Za-z_][\w.]*)(?:\(\))?[`'\"]?",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(everywhere|whole project|all (its )?(uses|files)|no old name|throughout"
    r"|(?:remain|appear|stay|left|exist|found|used)\w* anywhere)\b",
    re.IGNORECASE,
)
_FILE_KINDS = re.compile(r"\b(file|folder|directory|module|package)\b", re.IGNORECASE)
MAX_FILES = 400


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a task wants renamed."""

    old: str
    new: str
    attribute: bool
    """A member of a class (`Book.total`): a variable or word of that name stays."""
    everywhere: bool
    """Also in the names of tests that are made of it; of a plain word in all such names, also capitalised."""


def asked_for(task: str) -> Renaming | None:
    """The renaming that a task asks for; `None` for any other task, or when it is a file that gets a new name."""
    match = _RENAME.search(task)
    if match is None or _FILE_KINDS.search(match["what"]):
        return None
    old, new = match["old"].strip("."), match["new"].strip(".")
    short_old, short_new = old.rpartition(".")[2], new.rpartition(".")[2]
    if short_old == short_new or not short_new.isidentifier() or keyword.iskeyword(short_new):
        return None
    everywhere = "." not in old and bool(_EVERYWHERE.search(task))
    return Renaming(short_old, short_new, attribute="." in old, everywhere=everywhere)


def edits(renaming: Renaming, locator: Locator) -> dict[str, str | None]:
    """Every file that mentions the old name, with its new text."""
    found: dict[str, str | None] = {}
    paths = locator.containing(renaming.old, words=not renaming.everywhere)
    if len(paths) > MAX_FILES:
        return {}
    for path in paths:
        old = locator.text(path)
        new = _rewritten(path, old, renaming)
        if new != old:
            found[path] = new
    return found


def _rewritten(path: str, text: str, renaming: Renaming) -> str:
    if renaming.attribute and language_of(path) == "python":
        return _python_attribute(text, renaming)
    for one, other in _variants(renaming):
        text = re.sub(one, other, text)
    return text


def _variants(renaming: Renaming) -> Iterator[tuple[str, str]]:
    """Patterns and what comes in their place. A name of several words is a part of other names by chance, but in those
    of tests."""
    old, new = re.escape(renaming.old), renaming.new
    if renaming.attribute:
        yield rf"(?<=\.){old}(?!\w)", new
    elif renaming.everywhere and renaming.old.islower() and "_" not in renaming.old:
        for one, other in ((old, new), (old.capitalize(), new.capitalize()), (old.upper(), new.upper())):
            yield rf"(?<![A-Za-z]){one}(?![a-z])", other
    else:
        yield rf"(?<!\w){old}(?!\w)", new
        if renaming.everywhere:
            yield rf"(?<!\w)([Tt]est\w*_){old}(?![a-z0-9])", rf"\1{new}"


def _python_attribute(text: str, renaming: Renaming) -> str:
    """Its definition and its uses after a dot; strings and comments stay."""
    lines = text.split("\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return text
    hits = [
        token.start
        for before, token in pairwise(tokens)
        if token.type == tokenize.NAME
        and token.string == renaming.old
        and before.string in (".", "def")
        and (before.string == "." or token.start[1] > len("def "))
    ]
    for row, column in reversed(hits):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + renaming.new + line[column + len(renaming.old) :]
    return "\n".join(lines)

"""Renames an identifier in the whole workspace, or what still has the old name of something that was renamed: tasks of
this kind need no model to write the edits."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.members import classes_with, has_field, renamed_in_python, renamed_in_words
from agent_runtime.agent.search.mentions import renamed_mentions
from agent_runtime.agent.search.slicing import added, functions, parsed, top_names
from agent_runtime.agent.wishes import sentences
from agent_runtime.tools.syntax import language_of

_WORD = r"[`'\"]?(?P<{}>[A-Za-z_][\w.]*)(?:\(\))?[`'\"]?"
_WHERE = r"(?:\s+(?:of|in|from)\s+(?P<where>[^\n]{1,60}?))?"
_RENAME = re.compile(
    rf"\brename\s+(?P<what>(?:[\w-]+\s+){{0,5}}?){_WORD.format('old')}{_WHERE}\s+(?:to|into|as)\s+{_WORD.format('new')}",
    re.IGNORECASE,
)
_KIND = r"(?:function|method|class|variable|constant|attribute|field|parameter|argument|option|property|exception)"
_NO_NAME = r"(?!\w*ly\b|once\b|twice\b|again\b|first\b|last\b|only\b|too\b|also\b)"
_CALLED = re.compile(
    rf"\b(?P<what>{_KIND}\s+){_WORD.format('old')}{_WHERE}"
    r"\s+(?:should|must|shall|ought to|needs to|has to|is to)\s+(?:now\s+|really\s+|rather\s+)?be\s+(?:called|named)\s+"
    rf"{_NO_NAME}{_WORD.format('new')}"
    r"(?=\s*(?:[.,;:!]|$|everywhere|instead|now|in all|throughout|and\b|not\b))",
    re.IGNORECASE | re.MULTILINE,
)
"""What should be called otherwise: "The method give_back should be called take_back"."""
_WISHED = re.compile(
    rf"\b(?:want|like|prefer)\s+(?:the\s+)?(?P<what>(?:{_KIND}\s+)?){_WORD.format('old')}{_WHERE}"
    rf"\s+to\s+be\s+(?:called|named)\s+{_NO_NAME}{_WORD.format('new')}",
    re.IGNORECASE,
)
"""The same as a wish, of what is no plain word: "I want give_back to be called take_back"."""
_NAME_OF = re.compile(
    rf"\bchange the name of (?P<what>(?:[\w-]+\s+){{0,5}}?){_WORD.format('old')}{_WHERE}"
    rf"\s+(?:to|into)\s+{_WORD.format('new')}",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(everywhere|whole project|all (its )?(uses|files)|no old name|throughout"
    r"|(?:remain|appear|stay|left|exist|found|used)\w* anywhere)\b",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\b[A-Z]\w*[a-z]\w*")
_FILE_KINDS = re.compile(r"\b(file|folder|directory|module|package)\b", re.IGNORECASE)
_FIELD = re.compile(r"\b(field|attribute|property)\b", re.IGNORECASE)
_RENAMED = re.compile(r"(?<!\bbe )\brenamed\b", re.IGNORECASE)
"""In a sentence about a renaming that was done."""
_ABOUT = re.compile(r"\brenam(e|es|ing)\b|\bto be (called|named)\b", re.IGNORECASE)
_PAIR = re.compile(
    r"(?<![\w./])([A-Za-z_][\w./]*)(?:\(\))?[`'\"]?(?:\s+(?:was|is|has been|got)(?: now)? renamed)?\s+(?:to|into|as)\s+"
    r"[`'\"]?([A-Za-z_](?:[\w/]|\.\w)*)"
)
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
    owner: str = ""
    """The class whose member it is, where the task tells."""
    field: bool = False
    """The task calls it a field or an attribute."""


def asked_for(task: str) -> Renaming | None:
    """The renaming that a task asks for; `None` for any other task, or when it is a file that gets a new name."""
    wished = _WISHED.search(task)
    if wished is not None and not (wished["what"] or re.search(r"[_.]|[a-z][A-Z]", wished["old"])):
        wished = None
    match = _RENAME.search(task) or _CALLED.search(task) or _NAME_OF.search(task) or wished
    if match is None or _FILE_KINDS.search(match["what"]):
        return None
    old, new = match["old"].strip("."), match["new"].strip(".")
    short_old, short_new = old.rpartition(".")[2], new.rpartition(".")[2]
    if short_old == short_new or not short_new.isidentifier() or keyword.iskeyword(short_new):
        return None
    everywhere = "." not in old and bool(_EVERYWHERE.search(task))
    owner = old.rpartition(".")[0].rpartition(".")[2] or next(iter(_CLASS.findall(match["where"] or "")), "")
    field = bool(_FIELD.search(match["what"] or ""))
    return Renaming(short_old, short_new, attribute="." in old, owner=owner, everywhere=everywhere, field=field)


def left_over(task: str, old: str, new: str) -> str:
    """A name that a task about a renaming says, and that a changed Python file defines beside a new one; empty where
    there is none."""
    if not _ABOUT.search(task) or not added(old, new):
        return ""
    before, after = ({label.rpartition(".")[2] for label, _ in functions(parsed(text))} for text in (old, new))
    return next((name for name in re.findall(r"[A-Za-z_]\w+", task) if name in before & after), "")


def edits(renaming: Renaming, locator: Locator) -> Iterator[dict[str, str | None]]:
    """Every file that mentions the old name, with its new text. Of a function whose name is a plain word first without
    what else is called so, and of a field first without variables of its name. Where other classes have a member of
    this name, and some uses do not tell whose they are, once without these and once with them."""
    paths = locator.containing(renaming.old, words=not renaming.everywhere)
    if len(paths) > MAX_FILES:
        return
    python = [(path, locator.text(path)) for path in paths if language_of(path) == "python"]
    classes = [name for _, text in python for name in classes_with(text, renaming.old)]
    owner = renaming.owner or (classes[0] if renaming.field and len(classes) == 1 else "")
    others = sorted({*classes} - {owner})
    field = owner in classes and any(has_field(text, owner, renaming.old) for _, text in python)
    old, new = renaming.old, renaming.new
    texts = dict(python)

    def of_one(path: str, text: str, *, also_unknown: bool) -> str:
        if path in texts:
            return renamed_in_python(text, owner, others, old, new, also_unknown=also_unknown)
        return renamed_in_words(text, owner, old, new)

    if owner in classes and (others or field):
        for also_unknown in (False, True) if others else (True, False):
            yield _changed(paths, locator, partial(of_one, also_unknown=also_unknown))
    if owner not in classes or not others:
        if _is_plain_function(renaming, [text for _, text in python]):
            yield _changed(paths, locator, lambda path, text: renamed_mentions(path, text, old, new))
        yield _changed(paths, locator, lambda path, text: _rewritten(path, text, renaming))


def _is_plain_function(renaming: Renaming, texts: Sequence[str]) -> bool:
    """Whether it is a function at the top of a file, and its name a word that other things may have too."""
    if renaming.attribute or renaming.everywhere or not renaming.old.islower() or "_" in renaming.old:
        return False
    found = [node for text in texts for node in parsed(text).body]
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == renaming.old for node in found)


def _changed(paths: Sequence[str], locator: Locator, rewritten: Callable[[str, str], str]) -> dict[str, str | None]:
    """The files that are others then."""
    found = {path: (locator.text(path), rewritten(path, locator.text(path))) for path in paths}
    return {path: new for path, (old, new) in found.items() if new != old}


@dataclass(frozen=True, slots=True)
class Renamed:
    """What was renamed before the task: a Python module, by its path, or a name that it defines."""

    old: str
    new: str

    def brought_back(self, path: str, before: str, text: str) -> bool:
        """Whether a new text of a file has the old name defined again, or is the old file."""
        return path == self.old or (self.old in top_names(text) and self.old not in top_names(before))


def renamed(task: str, locator: Locator) -> list[Renamed]:
    """What a task says was renamed: the new one is there, and the old one is not."""
    found = []
    for sentence in filter(_RENAMED.search, sentences(task)):
        for old, new in _PAIR.findall(sentence):
            if new.endswith(".py"):
                done = new in locator.files and old.endswith(".py") and old not in locator.files
            else:
                done = {word for _, word in locator.defined([old, new])} == {new}
            if done:
                found.append(Renamed(old, new))
    return found


def adapted(pairs: Sequence[Renamed], locator: Locator) -> dict[str, str | None]:
    """Every file that still has an old name, with its new text."""
    found: dict[str, str | None] = {}
    for pair in pairs:
        for path in locator.containing(PurePosixPath(pair.old).stem, words=True)[:MAX_FILES]:
            before = found.get(path) or locator.text(path)
            text = before
            for one, other in _named(pair, path, before):
                text = re.sub(one, other, text, flags=re.MULTILINE)
            if text != before:
                found[path] = text
    return found


def _named(pair: Renamed, path: str, text: str) -> Iterator[tuple[str, str]]:
    """Patterns for how a file may name what was renamed, and what comes in their place. A name that may be a plain word
    is one in Python code only, where it is imported or called."""
    if not pair.new.endswith(".py"):
        if not pair.old.islower() or "_" in pair.old:
            yield rf"(?<!\w){pair.old}(?!\w)", pair.new
        elif path.endswith(".py"):
            yield rf"(?<!\w){pair.old}(?=\()", pair.new
            yield rf"^(\s*from [\w.]+ import [^\n]*(?<!\w)){pair.old}(?!\w)", rf"\g<1>{pair.new}"
        return
    old, new = PurePosixPath(pair.old), PurePosixPath(pair.new)
    yield rf"(?<![\w/.-]){re.escape(pair.old)}(?!\w)", pair.new
    dotted, now = (".".join(each.with_suffix("").parts) for each in (old, new))
    package = re.escape(".".join(old.parent.parts))
    if package:
        yield rf"(?<![\w.]){re.escape(dotted)}(?!\w)", now
    else:
        yield rf"(?<=\bfrom ){dotted}(?=\s+import\b)", now
    if old.parent != new.parent:
        return
    if PurePosixPath(path).parent == old.parent:
        yield rf"(?<=\bfrom \.){old.stem}(?=\s+import\b)", new.stem
    if re.search(rf"^\s*(?:from (?:{package}|\.) )?import {old.stem}$", text, re.MULTILINE):
        yield rf"(?<=\bimport ){old.stem}$|(?<![\w.]){old.stem}(?=\.\w)", new.stem


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

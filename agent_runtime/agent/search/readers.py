"""How the workspace's own code reads a data file, so that a program about the data has objects in place of text.

Which function reads what is not told by its name alone, so those that may are tried, all in one process in the sandbox.
"""

from __future__ import annotations

import ast
import json
import keyword
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from agent_runtime.agent.search import words
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.examples import module_name
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.slicing import parsed
from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.tampering import is_test_file

PYTHON = "PYTHONPATH=.:src python3"
FILE = "readers_that_are_tried.py"
MAX_WAYS = 24
MAX_OTHERS = 4
"""So many files are tried for what a reader needs beside its own."""
MAX_SHOWN = 240
LIMIT_S = 2
"""For each way of reading."""
_READS = ("read", "load", "parse", "open")
_PATHS = frozenset({"path", "file", "filename", "file_name", "file_path", "filepath", "source", "where", "name"})
_FOLDERS = frozenset({"folder", "directory", "dir", "root", "base", "home"})
_TEXTS = frozenset({"text", "content", "contents", "data", "string", "source"})
_LINES = frozenset({"lines", "rows", "stream", "handle", "fp", "stdin", "file"})
_TRY = f"""
import json
import signal
import types


def looked(value):
    listed = isinstance(value, types.GeneratorType)
    value = list(value) if listed else value
    if value is None or isinstance(value, (str, bool, int, float)) or (hasattr(value, "__len__") and not len(value)):
        return None
    first = next(iter(value), None) if isinstance(value, (list, tuple, set)) else None
    item = value if first is None else first
    said = repr(item)
    if said.startswith("<"):
        said = type(item).__name__ + " with " + repr(getattr(item, "__dict__", ""))
    size = len(value) if first is not None else 0
    return [listed, type(value).__name__, size, " ".join(said.split())[:{MAX_SHOWN}], type(item).__name__]


told = []
signal.signal(signal.SIGALRM, lambda *_: exec("raise TimeoutError"))
for name, code in ways:
    signal.alarm({LIMIT_S})
    try:
        scope = {{}}
        exec(code, scope)
        told.append(looked(scope[name]))
    except BaseException:
        told.append(None)
print()
print(json.dumps(told))
"""


@dataclass(frozen=True, slots=True)
class Read:
    """How a program begins that has a data file's content."""

    begin: str
    classes: tuple[str, ...] = ()
    """Of what it has."""


@dataclass(frozen=True, slots=True)
class _Reader:
    module: str
    name: str
    parameters: tuple[str, ...]
    """Those without a default."""

    @property
    def gives(self) -> str:
        """What a variable with its result is called."""
        name = self.name.partition("_")[2]
        return "data" if not name or name in sys.stdlib_module_names or keyword.iskeyword(name) else name


class _Argument(NamedTuple):
    """What may be given to a reader."""

    value: str
    made: str = ""
    """The line before the call that makes it."""
    imported: str = ""
    """What that line needs."""


def own_reading(path: str, question: str, locator: Locator, trials: Trials) -> Read | None:
    """The first lines of a program that has the workspace's code read a data file; `None` where none does.

    Raises:
        RunStopped, SandboxError
    """
    readers = list(_readers(locator))
    wanted = {*words.words(path), *words.words(question)}
    likely = sorted(readers, key=lambda each: (-_shared(each, wanted), len(each.parameters)))
    ways = list(islice((way for reader in likely for way in _ways(reader, path, readers, locator)), MAX_WAYS))
    if not ways:
        return None
    looked = told_by(trials, FILE, f"ways = {ways!r}\n{_TRY}", {})
    for (name, code), told in zip(ways, looked, strict=False):
        if told:
            listed, kind, size, said, item = told
            code += f"{name} = list({name})\n" if listed else ""
            about = f"{kind} of {size}, the first: {said}" if size else said
            return Read(f"{code}# {name}: {about}\n", (str(item),))
    return None


def told_by(trials: Trials, file: str, text: str, edits: Edits) -> list[Any]:
    """The list that a Python program which has the workspace's code, after the edits, prints last, as JSON; empty where
    it prints none.

    Raises:
        SandboxError: the sandbox does not start.
    """
    output = trials.beside({file: text}, f"{PYTHON} {file}", edits).output
    try:
        found = json.loads(output.strip().rpartition("\n")[2])
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _readers(locator: Locator) -> Iterator[_Reader]:
    for path in locator.files:
        if not path.endswith(".py") or is_test_file(path):
            continue
        for node in parsed(locator.text(path)).body:
            if isinstance(node, ast.FunctionDef) and node.name.split("_")[0] in _READS and not node.args.kwonlyargs:
                taken = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                needed = taken[: len(taken) - len(node.args.defaults)] or taken[:1]
                if needed:
                    yield _Reader(module_name(path, locator.known), node.name, tuple(needed))


def _shared(reader: _Reader, wanted: set[str]) -> int:
    return len({*words.words(reader.name), *words.words(reader.module)} & wanted)


def _ways(reader: _Reader, path: str, readers: Sequence[_Reader], locator: Locator) -> Iterator[tuple[str, str]]:
    """Programs that have a reader read a file: the variable that holds what it gives, and the code."""
    first = list(_given(reader.parameters[0], path))
    others = [list(islice(_needed(each, path, readers, locator), MAX_OTHERS)) for each in reader.parameters[1:]]
    for argument, more in product(first, product(*others)):
        imports = dict.fromkeys([*(each.imported for each in more), f"from {reader.module} import {reader.name}"])
        call = f"{reader.gives} = {reader.name}({', '.join([argument, *(each.value for each in more)])})"
        code = "\n".join([*filter(None, imports), "", *filter(None, (each.made for each in more)), call, ""])
        yield reader.gives, f"from pathlib import Path\n{code}" if "Path(" in code else code


def _given(parameter: str, path: str) -> Iterator[str]:
    """What a reader may be given for its file."""
    if parameter in _PATHS or parameter.endswith(("path", "file")):
        yield repr(path)
        yield f"Path({path!r})"
    if parameter in _FOLDERS:
        yield repr(str(PurePosixPath(path).parent))
        yield f"Path({str(PurePosixPath(path).parent)!r})"
    if parameter in _TEXTS:
        yield f"open({path!r}, encoding='utf-8').read()"
    if parameter in _LINES:
        yield f"open({path!r}, encoding='utf-8')"


def _needed(parameter: str, path: str, readers: Iterable[_Reader], locator: Locator) -> Iterator[_Argument]:
    """What may stand for another parameter."""
    data = [each for each in locator.files if not each.endswith((".py", ".md", ".rst")) and not is_test_file(each)]
    near = sorted(data, key=lambda each: (PurePosixPath(each).stem != parameter, _distance(each, path), each))
    if parameter in _FOLDERS:
        yield from (_Argument(repr(each)) for each in dict.fromkeys(str(PurePosixPath(each).parent) for each in near))
    for reader in readers:
        if reader.gives.rstrip("s") == parameter.rstrip("s") and len(reader.parameters) == 1:
            for argument in (each for other in near for each in _given(reader.parameters[0], other)):
                made, imported = (
                    f"{parameter} = {reader.name}({argument})",
                    f"from {reader.module} import {reader.name}",
                )
                yield _Argument(parameter, made, imported)


def _distance(one: str, other: str) -> int:
    """How far apart two files are in the tree of folders."""
    here, there = PurePosixPath(one).parts[:-1], PurePosixPath(other).parts[:-1]
    shared = next(
        (at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
    )
    return len(here) + len(there) - 2 * shared

"""Tests for functions that have none: drawn several times, what holds is put together, and is measured by the wrong
versions of the functions that it notices."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import request_of, shown
from agent_runtime.agent.search.beside import Shown, beside
from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.agent.search.documenting import is_named, places
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.examples import module_name
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.mutants import mutants, mutants_of_constants
from agent_runtime.agent.search.replies import blocks
from agent_runtime.agent.search.settling import Told, asking, equations, identities, in_tests, settled, told
from agent_runtime.agent.search.slicing import called_here, focus, parsed, top_names
from agent_runtime.agent.search.testfiles import (
    Part,
    as_file,
    failed,
    lent,
    named_tests,
    parsable,
    parts_of,
    put_together,
    renamed,
)
from agent_runtime.agent.search.varying import says, told_values, varied
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import Message
from agent_runtime.tools.syntax import language_of

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.tally import Tried
    from agent_runtime.agent.search.trial import TrialResult, Trials

FILES = 2
FILE_ROOM = 420
"""Tokens of a file of tests; what is cut off in the middle of a test goes without it."""
MORE = 3
MORE_ROOM = 160
TEMPERATURE = 0.7
VERSIONS = 48
"""Wrong versions of functions that are tried."""
OF_CONSTANTS = 8
"""The same of what each of them reads at the top of its file."""
MISSED = 2
"""So many that no test noticed are shown to the model."""
MAX_FUNCTIONS = 2
MAX_CALLED = 3
"""So many functions that these call are made wrong too."""
EXAMPLE_CHARS = 1000
"""Of a file of tests that there is."""
HELPER_CHARS = 900
"""Of a file that the task names for the tests to use."""
_MORE = re.compile(
    r"\b(fix|mend|repair|implement|rename|refactor|remove|delete|move|split|change|support|let|give|make)\b"
    r"|\b(add|create|define|write) (an? |the |one )?(new )?((?!test)\w+ )?"
    r"(function|method|class|module|parameter|option|command)",
    re.IGNORECASE,
)
"""What asks for more than tests."""
_CLASS = re.compile(r"^class (\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """The tests, and how many of the wrong versions they notice."""

    tried: Tried
    noticed: int
    versions: int
    taken: int
    """Tests with a value that the model got wrong, and that is now what the code gives."""


class SuiteWriter:
    """Writes one file of tests."""

    def __init__(self, drawing: Drawing, trials: Trials, locator: Locator, task: str, runner: str) -> None:
        """`runner` is the pytest command to which files are given."""
        self._drawing = drawing
        self._trials = self._suite = trials
        self._locator = locator
        self._task = task
        self._subjects = _subjects(task, locator)
        self._target = _target(task, locator)
        self._defined = {label for path, _ in self._subjects for label, _, _ in locator.definitions(path)}
        """What a reply defines anew would be tested in its place."""
        self._beside = _beside(self._subjects, locator)
        """The classes that the functions meet: a model that does not see them gives the functions something else."""
        self._helpers = _helpers(task, locator)
        example = _example(self._subjects, locator, self._helpers)
        self._example = [shown(*each) for each in example]
        self._lenders = [part for path, _ in example for part in parts_of(locator.text(path))]
        """What stands in the tests that are shown: replies use it as if it were theirs."""
        self._names: set[str] = set()
        self._taken: frozenset[str] = frozenset()
        self._command = f"{runner} -q {self._target}"
        self._values = told_values(task)

    @property
    def wanted(self) -> bool:
        """Whether the task wants tests and nothing else, of functions that are there, in one file that is new."""
        return bool(self._subjects and self._target) and not _MORE.search(self._task)

    def write(self) -> Written | None:
        """The tests that hold; `None` where none does.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        self._trials.demand({}, self._command)  # the check may pass by other tests, or not be run without any
        try:
            with closing(self._trials.another(f"{self._command} -s")) as self._suite:
                return self._written()
        finally:
            self._trials.demand({}, None)

    def _written(self) -> Written | None:
        request = (
            f"Write the whole file {self._target} in one ```python block: short test functions of "
            f"{' and '.join(label for _, label in self._subjects)}, each for one case, with at most three assertions."
        )
        texts = list(self._drawn(self._request(request), FILES, FILE_ROOM))
        parts = self._holding(put_together([self._imports(), *texts]))
        if not named_tests(parts):
            return None
        versions = self._versions()
        noticed = [self._failing(parts, version) for version in versions]
        first = self._best([named_tests(put_together([text])) & named_tests(parts) for text in texts], noticed)
        parts = self._sharper(parts, versions, noticed)
        for number in [number for number, failing in enumerate(noticed) if not failing][:MISSED]:
            parts, noticed[number] = self._one_more(parts, versions[number])
        kept = telling(needed(parts, first, noticed), parts, self._values)
        used = lent([part for part in kept if part.tests], kept)
        kept = [part for part in kept if part not in self._lenders or part in used or not part.name]
        tried = self._drawing.attempt({self._target: identities(as_file(kept))}, "tests put together")
        if not tried.wins:
            return None
        taken = len(self._taken & named_tests(kept))
        return Written(tried, sum(1 for failing in noticed if failing), len(versions), taken)

    @staticmethod
    def _best(files: Sequence[frozenset[str]], noticed: Sequence[frozenset[str]]) -> frozenset[str]:
        """The tests of the file that notices most wrong versions; of several the one with most tests."""
        return max(files, key=lambda tests: (sum(not tests.isdisjoint(each) for each in noticed), len(tests)))

    def _drawn(self, messages: list[Message], n: int, room: int) -> Iterator[str]:
        """Files of tests from the model, with the values that the code gives."""
        begin = f"```python\nimport pytest\n\n{self._imports()}\n\n\ndef test_"  # no long tables of cases
        for reply in self._drawing.replies(messages, n, TEMPERATURE, room, begin):
            code = equations(parsable(next((block.code for block in blocks(reply)), "")))
            parts = [part for part in put_together([self._imports(), code]) if part.name not in self._defined]
            parts = [renamed(part, self._names) for part in [*lent(parts, self._lenders), *parts]]
            self._names |= {part.name for part in parts}
            text = self._with_imports(as_file(parts))
            if self._drawing.spent():
                return
            found = settled(text, self._told(text, {}))
            self._taken |= found.taken
            yield self._completed(found.text)

    def _completed(self, text: str) -> str:
        """Tests with the imports that the values need which the code gives."""
        return self._with_imports(as_file(put_together([text, self._imported_there()])))

    def _imported_there(self) -> str:
        """The names that the files of the functions import."""
        nodes = [node for path, _ in self._subjects for node in parsed(self._locator.text(path)).body]
        lines = [ast.unparse(node) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
        return "\n".join(line for line in lines if "__future__" not in line)

    def _with_imports(self, text: str) -> str:
        """A file of tests with the imports that it lacks."""
        known = self._locator.known
        edits = with_imports({self._target: text}, lambda path: "", self._locator.code_with, known)
        return edits[self._target] or ""

    def _holding(self, parts: list[Part]) -> list[Part]:
        """Without the tests that fail all the same."""
        if not named_tests(parts) or self._drawing.spent():
            return []
        result = self._run(parts, {})
        names = failed(result.summary.failures if result.summary else ())
        kept = [part for part in parts if not part.tests & names]
        return parts if result.passed else kept if names and self._run(kept, {}).passed else []

    def _request(self, *request: str) -> list[Message]:
        code = [shown(path, focus(self._locator.text(path), label) or "") for path, label in self._subjects]
        beside = [shown(path, outline) for path, outline in self._beside]
        helpers = [shown(path, self._locator.text(path)[:HELPER_CHARS]) for path, _ in self._helpers]
        return request_of([self._task.strip(), *beside, *helpers, *self._example, *code, self._imports(), *request])

    def _imports(self) -> str:
        known = self._locator.known
        names: dict[str, set[str]] = {}
        for path, label in self._subjects:
            names.setdefault(path, set()).add(label.partition(".")[0])
        for path, outline in self._beside:
            names.setdefault(path, set()).update(_CLASS.findall(outline))
        lines = [f"from {module_name(path, known)} import {', '.join(sorted(names[path]))}" for path in names]
        return "\n".join([*lines, *(line for _, line in self._helpers)])

    def _versions(self) -> list[Edits]:
        """Wrong versions of the functions, of those of their files that they call, and of constants that these read."""
        texts = {path: self._locator.text(path) for path, _ in self._subjects}
        called = [(path, each) for path, label in self._subjects for each in called_here(texts[path], label)]
        places = list(dict.fromkeys([*self._subjects, *called[:MAX_CALLED]]))
        share = VERSIONS // len(places)
        made = [{path: version} for path, label in places for version in mutants(texts[path], label, share)]
        read = [
            (path, each) for path, label in places for each in mutants_of_constants(texts[path], label, OF_CONSTANTS)
        ]
        return [*made, *({path: version} for path, version in dict.fromkeys(read))]

    def _failing(self, parts: Sequence[Part], version: Edits) -> frozenset[str]:
        """The tests that notice a wrong version; all of them where it cannot be loaded or never ends."""
        if self._drawing.spent():
            return frozenset()
        result = self._run(parts, version)
        found = failed(result.summary.failures if result.summary else ()) & named_tests(parts)
        return frozenset() if result.passed else found or named_tests(parts)

    def _run(self, parts: Sequence[Part], version: Edits) -> TrialResult:
        return self._suite.compared({**version, self._target: as_file(parts)})

    def _sharper(self, parts: list[Part], versions: Sequence[Edits], noticed: list[frozenset[str]]) -> list[Part]:
        """The parts with tests like them that notice versions which none of them does, and that are about values of the
        task which none of them is about; `noticed` is brought up to date."""
        missed = [number for number, failing in enumerate(noticed) if not failing]
        values = [each for each in self._values if not any(says(part.text, each) for part in parts if part.tests)]
        subjects = [(self._locator.text(path), label) for path, label in self._subjects]
        tests = varied(parts, subjects, self._values) if missed or values else []
        if not tests:
            return parts
        new = []
        for part in put_together(tests):
            new.append(renamed(part, self._names))
            self._names.add(new[-1].name)
        text = "import pytest\n" + as_file([*(part for part in parts if not part.tests), *new])
        right = self._told(text, {})
        names, sound = in_tests(text), parts_of(self._completed(settled(text, right).text))
        found: dict[int, Part] = {}
        for number in missed:
            wrong = self._told(text, versions[number])
            differ = {names[int(claim)] for claim in right if wrong and wrong.get(claim) != right[claim]}
            if noticing := [part for part in sound if part.name in differ]:
                found[number] = noticing[0]
        imports = [part for part in sound if not part.name]
        saying = [next((part for part in sound if part.tests and says(part.text, value)), None) for value in values]
        more = self._holding([*parts, *imports, *dict.fromkeys([*found.values(), *filter(None, saying)])])
        if not more:
            return parts
        held = named_tests(more)
        for number, part in found.items():
            noticed[number] = part.tests & held
        self._taken |= held - named_tests(parts)
        return more

    def _told(self, text: str, version: Edits) -> Told:
        """What the claims of a file of tests really are."""
        if self._drawing.spent():
            return {}
        return told(self._suite.compared({**version, self._target: asking(text)}).output)

    def _one_more(self, parts: list[Part], version: Edits) -> tuple[list[Part], frozenset[str]]:
        """The parts with a test that notices a version which none of them does, where the model finds one."""
        [(path, wrong)] = version.items()
        text = self._locator.text(path)
        change = "\n".join(list(unified_diff(text.split("\n"), (wrong or "").split("\n"), n=0, lineterm=""))[3:])
        messages = self._request(
            f"All tests still pass when this is changed:\n```diff\n{change}\n```",
            "Write one test function in one ```python block, which passes now and fails with that change.",
        )
        for text in self._drawn(messages, MORE, MORE_ROOM):
            more = put_together([as_file(parts), text])
            new = self._holding([part for part in more if not part.tests or part not in parts])
            failing = self._failing(new, version) if new else frozenset()
            if failing:
                return [*parts, *(part for part in new if part not in parts)], failing
        return parts, frozenset()


def needed(parts: Sequence[Part], first: frozenset[str], noticed: Sequence[frozenset[str]]) -> list[Part]:
    """Without the tests that are not among the `first`, and notice nothing that the others do not."""
    kept = first
    for failing in noticed:
        if failing and not failing & kept:
            kept |= {min(failing)}
    return [part for part in parts if not part.tests or part.tests & kept]


def telling(kept: Sequence[Part], parts: Sequence[Part], values: Sequence[int | str]) -> list[Part]:
    """The parts that are kept, and for each value that none of their tests says the first test that does."""
    names = named_tests(kept)
    for value in values:
        having = [part for part in parts if part.tests and says(part.text, value)]
        if having and not any(part.tests & names for part in having):
            names |= having[0].tests
    return [part for part in parts if not part.tests or part.tests & names]


def _subjects(task: str, locator: Locator) -> list[tuple[str, str]]:
    """The functions that the task names."""
    found = [(path, label) for path, label in places(task, locator) if mutants(locator.text(path), label, 1)]
    return found[:MAX_FUNCTIONS]


def _beside(subjects: Sequence[tuple[str, str]], locator: Locator) -> Shown:
    paths = dict.fromkeys(path for path, _ in subjects)
    found = [
        each
        for path in paths
        for each in beside(Evidence(""), path, locator.text, locator.module_files, locator.code_with)
    ]
    return [each for each in dict.fromkeys(found) if each[0] not in paths]


def _helpers(task: str, locator: Locator) -> list[tuple[str, str]]:
    """The files beside the tests that the task names, each with the import of what it names of them, as other tests
    import them."""
    tests = locator.python_tests
    found = []
    for path in [path for path in locator.named_paths(task) if path in tests]:
        names = [name for name in sorted(top_names(locator.text(path))) if is_named(name, task)]
        how = re.compile(rf"^from ([\w.]*\b{re.escape(PurePosixPath(path).stem)}) import ", re.MULTILINE)
        modules = [match[1] for test in tests if (match := how.search(locator.text(test)))]
        if names and modules:
            found.append((path, f"from {modules[0]} import {', '.join(names)}"))
    return found


def _example(subjects: Sequence[tuple[str, str]], locator: Locator, helpers: Shown) -> Shown:
    """The beginning of a file of tests that there is of the same module, or of one beside it: how its objects are
    made."""
    known = locator.known
    modules = [module_name(path, known) for path, _ in subjects]
    tests = [path for path in locator.python_tests if path not in dict(helpers) and "def test" in locator.text(path)]
    packages = [module.rpartition(".")[0] for module in modules]
    for name in [*modules, *filter(None, packages)]:
        for path in tests:
            if re.search(rf"^(from|import) {re.escape(name)}\b", locator.text(path), re.MULTILINE):
                return [(path, parsable(locator.text(path)[:EXAMPLE_CHARS]).rstrip())]
    return []


def _target(task: str, locator: Locator) -> str:
    """The one new file of tests that the task names; empty without one."""
    ranked = locator.rank(Evidence(task), with_tests=True)
    new = [target.path for target in ranked if not target.exists and is_test_file(target.path)]
    return new[0] if len(new) == 1 and language_of(new[0]) == "python" else ""

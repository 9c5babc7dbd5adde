"""What a task wants beside its check: examples that hold, names that are there, settings that name what there is."""

from __future__ import annotations

import re
from dataclasses import replace

from agent_runtime.agent.search import documenting
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.dangling import SETTINGS, dangling
from agent_runtime.agent.search.described import described
from agent_runtime.agent.search.evidence import NO_MODULE
from agent_runtime.agent.search.examples import FILE, as_test, examples, held, module_name, only, prose
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.parameters import new_parameter
from agent_runtime.agent.search.reproducing import failing_command, option_command, wanted_instead, wrong_command
from agent_runtime.agent.search.trial import TrialResult, Trials
from agent_runtime.agent.search.wanted import (
    Wanted,
    asked_for,
    in_each_place,
    lacking,
    not_there_yet,
    of_options,
    values,
)
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.tools.testing import TestFailure

PYTEST = re.compile(r"([^;&|<>]*?\bpytest)(?=\s|$)")
"""The beginning of a check that pytest runs."""


class Demands:
    """Looks for what a task wants, and has the candidates of a search tried on it."""

    def __init__(self, task: str, locator: Locator, trials: Trials) -> None:
        self._task = task
        self._locator = locator
        self._trials = trials
        self.command = ""
        """What failed before, and is tried with each candidate."""
        self.wrong_command = ""
        """What does the wrong thing, and has to do something else with each candidate."""
        self.examples = 0
        """So many are tried with each candidate."""

    def unmet(self, check: str | None) -> TrialResult | None:
        """What is not there yet, where the run's own check does not fail; `None` when there is nothing. Examples are
        run as the check is."""
        return self._reproduced() or self._not_held(check) or self._not_there() or self._not_done()

    def _reproduced(self) -> TrialResult | None:
        """What a command prints that the task says fails, as a check beside the run's own."""
        found = failing_command(self._task, self._locator, self._trials)
        if found is None:
            return None
        self.command, result = found
        self._trials.demand({}, self.command)
        self._trials.typed(self.command)
        return result

    def _not_done(self) -> TrialResult | None:
        """What a command does that the task says does the wrong thing: it has to do something else."""
        found = wrong_command(self._task, self._locator, self._trials)
        if found is None:
            return None
        self.wrong_command, result = found
        instead = wanted_instead(self._task, result.output)
        self._trials.typed(self.wrong_command, result.output, instead)
        return replace(result, status="failed")

    def keep_files(self) -> None:
        """Settings that a candidate changes must name files that are there."""
        self._trials.expect(self._dangling)

    def not_importable(self, edits: Edits) -> str:
        """What the imports print that the task says should work, and that do not with the edits."""
        told = [each for each in examples(self._task) if each.module and self._is_ours(each.module)]
        text = as_test(told, self._module_of)
        result = self._trials.beside({FILE: text}, f"python3 -m unittest {FILE}", edits) if text else None
        return "" if result is None or result.passed else result.output

    def _not_held(self, check: str | None) -> TrialResult | None:
        """The examples of the task and of the docstrings it is about that do not hold yet, as a check beside the run's
        own. A docstring that fails in one example has to hold in all."""
        told = [each for each in examples(self._task) if not each.module or self._is_ours(each.module)]
        found = [*told, *described(self._task, self._locator, told)]
        text = as_test(found, self._module_of)
        if not text:
            return None
        command = _test_command(check)
        self._trials.demand({FILE: text}, command)
        state = self._trials.run({})
        failures = state.summary.failures if state.summary and state.status == "failed" else ()
        failing = {_method(failure) for failure in failures if not _cannot_load(failure, text)}
        kept = only(text, failing | held(found, failing) - {_method(failure) for failure in failures})
        self._trials.demand({FILE: kept} if kept else {}, command if kept else None)
        self.examples = kept.count("    def ")
        return None if not kept else state if kept == text else self._trials.run({})

    def _not_there(self) -> TrialResult | None:
        """The names that the task speaks of and that are not there, as what is missing."""
        if documenting.asked_for(self._task):
            return None
        names = [*not_there_yet(prose(self._task), self._locator.code_with), *self._parameters(), *self._values()]
        if not names:
            return None
        if any(each.kind == "command" for each in names):
            names = in_each_place(names, self._locator.code_with("add_parser"))
        if any(each.kind == "option" for each in names):
            names = of_options(self._task, names, self._locator.code_with("parse_args"))
            options = [each.name for each in names if each.kind == "option"]
            if found := option_command(self._task, options, self._locator, self._trials):
                self.command = found[0]
                self._trials.typed(self.command, found[1].output)

        def lacks(edits: Edits) -> tuple[Wanted, ...]:
            code = [(path, text) for path, text in edits.items() if text and not is_test_file(path)]
            return tuple(lacking(names, code))

        self._trials.expect(lacks)
        return TrialResult("incomplete", missing=lacks({}))

    def _parameters(self) -> list[Wanted]:
        """The parameter that a function which the task names is to have."""
        found = []
        for path, label in documenting.places(self._task, self._locator):
            name = new_parameter(self._task, self._locator.text(path), label)
            if name is not None and asked_for(self._task, name):
                found.append(Wanted(f"the parameter `{name}` of `{label}`", name, "parameter", label, path))
        return found if len(found) == 1 else []

    def _values(self) -> list[Wanted]:
        """What the task tells for the settings file that is all it names."""
        named = self._locator.subjects(self._task)
        if len(named) != 1 or not named[0].endswith(SETTINGS):
            return []
        [path] = named
        wanted = asked_for(self._task, path.rpartition("/")[2])
        return values(prose(self._task), path, self._locator.text(path)) if wanted else []

    def _dangling(self, edits: Edits) -> tuple[Wanted, ...]:
        """The files that changed settings name and that are not there."""
        files = {*self._locator.files, *(path for path, text in edits.items() if text)}
        settings = [(path, text) for path, text in edits.items() if text and path.endswith(SETTINGS)]
        return tuple(each for path, text in settings for each in dangling(path, text, files))

    def _is_ours(self, module: str) -> bool:
        known = self._locator.known
        return any(module_name(path, known) == module for path in self._locator.module_files(module))

    def _module_of(self, name: str) -> str | None:
        """The module that defines a function, or will: the one Python file that the task names."""
        known = self._locator.known
        code = self._locator.python_files
        holding = [path for path in self._locator.containing(name, words=True) if path in code]
        homes = [path for path in holding if any(label == name for label, _, _ in self._locator.definitions(path))]
        homes = homes or [path for path in self._locator.named_paths(self._task) if path in code]
        return module_name(homes[0], known) if len(homes) == 1 else None


def _test_command(check: str | None) -> str:
    """How the examples are run: by the check's own pytest, else by unittest."""
    runner = PYTEST.match(check or "")
    return f"{runner[1]} -q {FILE}" if runner else f"python3 -m unittest {FILE}"


def _method(failure: TestFailure) -> str:
    """The name of a test method, from pytest's or unittest's name of a test."""
    return re.split(r"[:.]", failure.id.split()[0])[-1]


def _cannot_load(failure: TestFailure, text: str) -> bool:
    """Whether a test fails for want of a module that is not the task's."""
    missing = NO_MODULE.search(failure.message)
    return missing is not None and f"from {missing[1]}" not in text

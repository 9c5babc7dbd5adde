"""Finds the files and functions that a task is about: from the failing check, the task's words and the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from agent_runtime.agent.search.adding import reads_command_line
from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import NO_MODULE, Evidence, Place, Target, ends_in_test
from agent_runtime.agent.search.papers import about_papers, refers
from agent_runtime.agent.search.parameters import called_with
from agent_runtime.agent.search.scoring import ABOUT_SETTINGS, REACHED, SETTINGS_WRONG, Scores
from agent_runtime.agent.search.sources import DOC_FILES, PATH, Sources
from agent_runtime.agent.search.wanted import asked_for
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.tools.repo import LANGUAGES

SUSPECT = 0.5
"""A function with at least this part of the best one's points may hold the fault."""
RAISED = 8.0
"""Points for the function that raised the error, or that says which options there are where one is refused."""
CALLED = 12.0
"""Points for a function that the task writes as a call (`move()`), where the failing tests run it."""
HINTS = 3.0
"""The most that all else counts for a function, where it is known what failing tests run."""
_WRITABLE = frozenset({*LANGUAGES, ".toml", ".ini", ".cfg", ".json", ".yaml", ".yml", ".txt"})
_CALLED = re.compile(r"\b(\w+)\(")
_REFUSED = re.compile(
    r"\berror: (unrecognized arguments|argument [^:\n]+: invalid choice)|\bNo such (option|command)\b"
)


class Locator(Sources):
    """Ranks the files of a workspace for a task."""

    def rank(self, evidence: Evidence, *, with_tests: bool, limit: int = 6) -> list[Target]:
        """The likeliest files first. Test files are left out unless `with_tests`."""
        named = self.subjects(evidence.task)
        scores = self._scores(evidence)
        changeable = () if refers(evidence.task) else named
        found = [
            Target(path, score, self._functions(path, scores))
            for path, score in scores.files.most_common()
            if path in self.known
            and (with_tests or not is_test_file(path))
            and (not path.endswith(DOC_FILES) or about_papers(evidence.task) or path in changeable)
            and self.text(path).strip()
        ]
        found += self._new_files(evidence, with_tests=with_tests)
        if not found:
            found = self._only_code_file(with_tests=with_tests)
        return sorted(found, key=lambda target: -target.score)[:limit]

    def suspects(self, evidence: Evidence, limit: int = 4, *, least: float = SUSPECT) -> list[Place]:
        """The functions that most likely hold the fault, or the settings files where the task speaks of configuration;
        none where the test itself misses a name. `least` is the part of the best one's points that they have."""
        if (wanted := called_with(evidence.output)) is not None:
            return self._defining(wanted[0], evidence)[:limit]
        if settings := self._settings(evidence):
            return [Place(path) for path in settings[:limit]]
        if ends_in_test(evidence.output):
            return []
        scores = self._scores(evidence)
        seen = bool(evidence.reached)
        raised = self._raised_in(evidence)
        refused = _REFUSED.search(evidence.output) is not None
        called = set(_CALLED.findall(evidence.task))
        found: dict[Place, float] = {}
        for path, points in scores.functions.items():
            if path not in self.known or is_test_file(path):
                continue
            run = scores.suspicion(path)
            for label, name in self._labels(path, points):
                known = REACHED * run.get(label, 0.0) + min(points[name], HINTS) if seen else points[name]
                known += RAISED * (self._takes_arguments(path, label) if refused else (path, label) == raised)
                known += CALLED * (seen and label.rpartition(".")[2] in called)
                if not seen or label in run:
                    found[Place(path, label)] = max(known, found.get(Place(path, label), 0.0))
        best = max(found.values(), default=0)
        ranked = sorted(found, key=lambda place: -found[place])
        return [place for place in ranked[:limit] if found[place] >= least * best]

    def _scores(self, evidence: Evidence) -> Scores:
        """Where a test fails by itself on a name that is not there, or settings are wrong, the fault is in none of what
        was run."""
        if evidence.reached and (ends_in_test(evidence.output) or self._settings(evidence)):
            evidence = replace(evidence, reached={})
        return Scores(self, evidence)

    def _takes_arguments(self, path: str, label: str) -> bool:
        """Whether a function says which options and commands a command line has."""
        lines = self.text(path).split("\n")
        return any(
            name == label and reads_command_line("\n".join(lines[start - 1 : end]))
            for name, start, end in self.definitions(path)
        )

    def _defining(self, name: str, evidence: Evidence) -> list[Place]:
        """The definitions of a function, by its name with or without its class."""
        return [
            Place(target.path, label)
            for target in self.rank(evidence, with_tests=False)
            for label, _, _ in self.definitions(target.path)
            if label == name or label.endswith(f".{name}") or name.endswith(f".{label}")
        ]

    def _settings(self, evidence: Evidence) -> list[str]:
        """The settings files that share the words of a task about configuration, or of one that names some where no
        code is seen to fail, the likeliest first; none where other files are likelier."""
        named = told = [path for path in self.subjects(evidence.task) if path.endswith(SETTINGS)]
        frames = [path for path, _ in self.frames(evidence.output)]
        wrong = SETTINGS_WRONG.search(evidence.task) is not None
        if frames and not wrong:  # what fails in a test itself may be what a file says that the task wants changed
            tests = all(map(is_test_file, frames))
            named = [path for path in named if tests and asked_for(evidence.task, path.rpartition("/")[2])]
        if not told and not wrong:
            code_fails = ends_in_test(evidence.output) or any(not is_test_file(path) for path in evidence.reached)
            if code_fails:
                return []
        if not named and not ABOUT_SETTINGS.search(evidence.task):
            return []
        ranked = self.rank(replace(evidence, reached={}), with_tests=False, limit=8)
        if not any(target.path.endswith(SETTINGS) for target in ranked[:4]):
            return []
        return [target.path for target in ranked if target.exists and target.path.endswith(SETTINGS)]

    def _raised_in(self, evidence: Evidence) -> tuple[str, str] | None:
        """The function of the code in which the last frame of a traceback stands."""
        frames = [(path, line) for path, line in self.frames(evidence.output) if not is_test_file(path)]
        label = self.function_at(*frames[-1]) if frames else None
        return (frames[-1][0], label) if label else None

    def _new_files(self, evidence: Evidence, *, with_tests: bool) -> list[Target]:
        """Files that the task or a failed import names and that are not there yet."""
        named = [
            word
            for match in PATH.finditer(evidence.task)
            if (word := match[0].removeprefix("./")) not in self.known
            and PurePosixPath(word).suffix.lower() in _WRITABLE
            and not any(path.endswith("/" + word) for path in self.files)
            and (with_tests or not is_test_file(word))
        ]
        missing = []
        for module in NO_MODULE.findall(evidence.output):
            package, _, name = module.rpartition(".")
            folders = {str(PurePosixPath(path).parent) for path in self.module_files(package)}
            told = re.search(rf"\b{name}\b", evidence.task) is not None
            if not package and told:  # else it may be a library that is not installed
                folders = {"."}
            if not self.module_files(module):
                missing += [f"{folder}/{name}.py".removeprefix("./") for folder in sorted(folders) if name]
        found = [Target(path, 100, exists=False) for path in dict.fromkeys(named)]
        return found + [Target(path, 9, exists=False) for path in dict.fromkeys(missing) if path not in named]

    def _only_code_file(self, *, with_tests: bool) -> list[Target]:
        """Without any evidence: the workspace's code, if there is next to none."""
        code = [
            path
            for path in self.files
            if PurePosixPath(path).suffix.lower() in LANGUAGES
            and not path.endswith((".md", ".rst"))
            and (with_tests or not is_test_file(path))
        ]
        return [Target(path, 1) for path in code] if len(code) <= 3 else []

    def _functions(self, path: str, scores: Scores) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for label, _ in self._labels(path, scores.functions.get(path, Counter()))))

    def _labels(self, path: str, points: Counter[str]) -> Iterator[tuple[str, str]]:
        """The definitions that the names with points stand for, the best first, each with its name."""
        labels = [label for label, _, _ in self.definitions(path)]
        for name, _ in points.most_common():
            for label in labels:
                if label == name or label.rpartition(".")[2] == name:
                    yield label, name

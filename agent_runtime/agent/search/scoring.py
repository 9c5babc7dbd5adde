"""How much speaks for each file and each function of a workspace, for a task and its failing check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from agent_runtime.agent.search import words
from agent_runtime.agent.search.adding import on_command_line, reads_command_line
from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import NO_NAME, Evidence, identifiers
from agent_runtime.agent.search.papers import told_in_papers
from agent_runtime.agent.search.sources import Sources

REACHED = 14.0
"""Points for what only the failing tests run."""
NOT_REACHED = 0.4
"""What is left of the points of a module of which no failing test runs anything."""
WRONG = 12.0
"""Points for a settings file where a task says that it is the settings that are wrong."""
MISSING = 12.0
"""Points for where the likes of something are that is missing."""
CHANGED = 0.5
"""What is left of the points of a file that was changed already, where something else is missing."""
ABOUT_SETTINGS = re.compile(r"\b(config\w*|settings?|service|gateway|port|image|memory)\b", re.IGNORECASE)
_SETTINGS = r"(config\w*|settings?|[\w./-]+\.(toml|ini|cfg|json|ya?ml|conf|env))"
SETTINGS_WRONG = re.compile(
    r"\b(config\w*|settings?)\b[^.,;]{0,40}\b(is|are) (not|wrong|broken|invalid|incorrect)\b"
    rf"|\b(wrong|broken|invalid|fix|mend|correct|repair)( in)?( the)? {_SETTINGS}\b"
    rf"|\b(put|set|get|bring)( the)? {_SETTINGS} (right|in order)\b|\bcode is (right|fine|correct|ok)\b",
    re.IGNORECASE,
)
_IMPORTS = re.compile(r"^\s*(?:from\s+(\.*[\w.]*)\s+import\s+([^\n#]+)|import\s+([\w., ]+))", re.MULTILINE)


class Scores:
    """Points for files, and in each of them for functions, by what was named, failed, imported, run, and by words."""

    def __init__(self, sources: Sources, evidence: Evidence) -> None:
        self.files: Counter[str] = Counter()
        self.functions: dict[str, Counter[str]] = {}
        self._sources = sources
        self._evidence = evidence
        named = sources.subjects(evidence.task)
        for path in named:
            self._add(path, 12)
        self._from_frames()
        self._from_imports()
        names = identifiers(evidence.task)
        self._from_definitions(names, 6)
        if evidence.output:
            self._from_definitions(identifiers(evidence.output) - names, 3)
        self._from_words(named)
        self._from_missing()
        self._from_reached()

    def suspicion(self, path: str) -> dict[str, float]:
        """What is suspected of each function of a file that failing tests run."""
        found: dict[str, float] = {}
        for line, suspicion in self._evidence.reached.get(path, {}).items():
            if (label := self._sources.function_at(path, line)) is not None:
                found[label] = max(suspicion, found.get(label, 0.0))
        return found

    def _add(self, path: str, points: float, function: str | None = None) -> None:
        self.files[path] += points  # type: ignore[assignment]  # points may be fractions
        if function:
            self._add_to(path, function, points)

    def _add_to(self, path: str, function: str, points: float) -> None:
        self.functions.setdefault(path, Counter())[function] += points  # type: ignore[assignment]

    def _from_frames(self) -> None:
        """The deepest frame inside the workspace counts most."""
        for depth, (path, line) in enumerate(reversed(self._sources.frames(self._evidence.output))):
            self._add(path, max(10 - 2 * depth, 2), self._sources.function_at(path, line))

    def _from_reached(self) -> None:
        """What failing tests run and passing ones do not."""
        if not self._evidence.reached:
            return
        for path in self.files:
            if path.endswith(".py") and path not in self._evidence.reached and self._sources.definitions(path):
                self.files[path] *= NOT_REACHED  # type: ignore[assignment]
        for path, lines in self._evidence.reached.items():
            if path not in self._sources.known:
                continue
            self._add(path, REACHED * max(lines.values()))
            for label, suspicion in self.suspicion(path).items():
                self._add_to(path, label, REACHED * suspicion)

    def _from_imports(self) -> None:
        """What the failing test imports, and what could not be imported."""
        for name, module in NO_NAME.findall(self._evidence.output):
            for path in self._sources.module_files(module):
                self._add(path, 10, name)
        test = self._evidence.failure.file if self._evidence.failure else None
        if test is None or (test := self._sources.relative(test)) is None:
            return
        used = identifiers(self._evidence.output)
        for module, names, plain in _IMPORTS.findall(self._sources.text(test)):
            for name in [module] if module else [part.split(" as ")[0].strip() for part in plain.split(",")]:
                for path in self._sources.module_files(name, relative_to=test):
                    hit = used & identifiers(names)
                    if not self._hands_on(path):
                        self._add(path, 4 + 2 * bool(hit))
                    for function in hit:
                        self._add_to(path, function, 0)
            for name in names.replace("(", " ").replace(")", " ").split(","):
                for path in self._sources.module_files(f"{module}.{name.split(' as ')[0].strip()}", relative_to=test):
                    if not self._hands_on(path):
                        self._add(path, 4)

    def _hands_on(self, path: str) -> bool:
        """Whether a file only imports what others define."""
        return path.endswith("__init__.py") and not self._sources.definitions(path)

    def _from_definitions(self, names: Iterable[str], points: float) -> None:
        """Files that define a name."""
        for path, word in self._sources.defined(names):
            self._add(path, points, word)

    def _from_words(self, named: Sequence[str]) -> None:
        """Files and functions that share words with the task, and less so with the failure."""
        told = " ".join(passage for _, passage in told_in_papers(self._evidence.task, self._sources))
        parts = (words.query(self._evidence.task), words.query(self._evidence.output, 0.4), words.query(told, 0.6))
        wanted = words.merged(parts)
        files = self._sources.readable(wanted)
        ranked = words.rank({path: self._sources.words_of(path) for path in files}, wanted)
        if not ranked:
            return
        best = max(ranked.values())
        task = self._evidence.task
        settings = 4 * bool(ABOUT_SETTINGS.search(task)) + WRONG * bool(SETTINGS_WRONG.search(task))
        for path, points in ranked.items():
            self._add(path, 8 * points / best + settings * path.endswith(SETTINGS))
        for path in {*named, *(path for path, _ in self.files.most_common(4))}:
            lines = self._sources.text(path).split("\n")
            bodies = {label: "\n".join(lines[a - 1 : b]) for label, a, b in self._sources.definitions(path)}
            inner = words.rank(
                {label: Counter(words.words(f"{label} {label} {body}")) for label, body in bodies.items()}, wanted
            )
            for label, points in inner.most_common(3):
                self._add_to(path, label, 2 * points / max(inner.values()))

    def _from_missing(self) -> None:
        """Where the likes of what is missing are: a command line for its options, a class for its members."""
        if not self._evidence.missing:
            return
        for path in self._evidence.changed & self.files.keys():
            self.files[path] *= CHANGED  # type: ignore[assignment]
        for path in self._sources.readable({}) if on_command_line(self._evidence) else ():
            if reads_command_line(self._sources.text(path)):
                self._add(path, MISSING)
        self._from_definitions([each.owner for each in self._evidence.missing if each.kind == "member"], MISSING)

"""Finds the files and functions that a task is about: from the failing check, the task's words and the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from agent_runtime.agent.search import words
from agent_runtime.agent.search.adding import on_command_line, reads_command_line
from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import NO_MODULE, NO_NAME, Evidence, Place, Target, ends_in_test, identifiers
from agent_runtime.agent.search.parameters import called_with
from agent_runtime.agent.search.wanted import asked_for
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.errors import ToolError
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.repo import LANGUAGES, all_files
from agent_runtime.tools.search import run_rg
from agent_runtime.tools.symbols import definitions

MAX_FILE_CHARS = 200_000
MAX_FILES_READ = 1000
MAX_DECORATORS = 6
"""Lines between a function's first decorator and its definition."""
REACHED = 14.0
"""Points for what only the failing tests run."""
SUSPECT = 0.5
"""A function with at least this part of the best one's points may hold the fault."""
RAISED = 8.0
"""Points for the function that raised the error, or that says which options there are where one is refused."""
HINTS = 3.0
"""The most that all else counts for a function, where it is known what failing tests run."""
NOT_REACHED = 0.4
"""What is left of the points of a module of which no failing test runs anything."""
_NO_TEXT = (".lock", ".min.js", ".svg", ".map", ".snap", ".png", ".jpg", ".gz", ".zip", ".pdf", ".ipynb")
_PATH = re.compile(r"(?<![\w/])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.\w{1,6}\b")
_FRAME = re.compile(r"(?:File \"|^|\s|\()([\w./@-]+\.\w{1,4})(?:\", line |:)(\d+)", re.MULTILINE)
_IMPORTS = re.compile(r"^\s*(?:from\s+(\.*[\w.]*)\s+import\s+([^\n#]+)|import\s+([\w., ]+))", re.MULTILINE)
_DOCS = re.compile(r"\b(readme|docs?|documentation|changelog|markdown)\b", re.IGNORECASE)
_DOC_FILES = (".md", ".rst", ".txt", ".adoc")
_WRITABLE = frozenset({*LANGUAGES, ".toml", ".ini", ".cfg", ".json", ".yaml", ".yml", ".txt"})
_ABOUT_SETTINGS = re.compile(r"\b(config\w*|settings?|service|gateway|port|image|memory)\b", re.IGNORECASE)
_SETTINGS_WRONG = re.compile(
    r"\b(config\w*|settings?)\b[^.,;]{0,40}\b(is|are) (not|wrong|broken|invalid|incorrect)\b"
    r"|\b(wrong|broken|invalid|fix|mend|correct|repair)( in)?( the)? (config\w*|settings?)\b",
    re.IGNORECASE,
)
WRONG = 12.0
"""Points for a settings file where a task says that it is the settings that are wrong."""
MISSING = 12.0
"""Points for where the likes of something are that is missing."""
CHANGED = 0.5
"""What is left of the points of a file that was changed already, where something else is missing."""
_REFUSED = re.compile(
    r"\berror: (unrecognized arguments|argument [^:\n]+: invalid choice)|\bNo such (option|command)\b"
)
_DEFINED = r"\b(?:def|class|function|func|fn|struct|enum|trait|type|interface|const|let|var|static)\s+(?:\([^)]*\)\s*)?"


@dataclass
class _Scores:
    files: Counter[str] = field(default_factory=Counter)
    functions: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, path: str, points: float, function: str | None = None) -> None:
        self.files[path] += points  # type: ignore[assignment]  # points may be fractions
        if function:
            self.functions.setdefault(path, Counter())[function] += points  # type: ignore[assignment]


class Locator:
    """Ranks the files of a workspace for a task."""

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self.files = [path for path in all_files(context) if not path.startswith(".agent-runtime/")]
        self._known = set(self.files)
        self._texts: dict[str, str] = {}
        self._words: dict[str, Counter[str]] = {}

    @property
    def python_files(self) -> list[str]:
        """The workspace's Python code, without tests."""
        return [path for path in self.files if path.endswith(".py") and not is_test_file(path)]

    def text(self, path: str) -> str:
        """A file's text; empty when it is missing, too large or not UTF-8."""
        if path not in self._texts:
            try:
                raw = self._context.paths.resolve(path, "read").read_bytes()
                self._texts[path] = raw.decode("utf-8") if len(raw) <= MAX_FILE_CHARS else ""
            except (OSError, UnicodeDecodeError, ToolError):
                self._texts[path] = ""
        return self._texts[path]

    def rank(self, evidence: Evidence, *, with_tests: bool, limit: int = 6) -> list[Target]:
        """The likeliest files first. Test files are left out unless `with_tests`."""
        named = self.named_paths(evidence.task)
        scores = self._scores(evidence, named)
        about_docs = bool(_DOCS.search(evidence.task))
        found = [
            Target(path, score, self._functions(path, scores))
            for path, score in scores.files.most_common()
            if path in self._known
            and (with_tests or not is_test_file(path))
            and (about_docs or path in named or not path.endswith(_DOC_FILES))
            and self.text(path).strip()
        ]
        found += self._new_files(evidence, with_tests=with_tests)
        if not found:
            found = self._only_code_file(with_tests=with_tests)
        return sorted(found, key=lambda target: -target.score)[:limit]

    def suspects(self, evidence: Evidence, limit: int = 4) -> list[Place]:
        """The functions that most likely hold the fault, or the settings files where the task speaks of configuration;
        none where the test itself misses a name."""
        if settings := self._settings(evidence):
            return [Place(path) for path in settings[:limit]]
        if (wanted := called_with(evidence.output)) is not None:
            return self._defining(wanted[0], evidence)[:limit]
        if ends_in_test(evidence.output):
            return []
        scores = self._scores(evidence, self.named_paths(evidence.task))
        seen = bool(evidence.reached)
        raised = self._raised_in(evidence)
        refused = _REFUSED.search(evidence.output) is not None
        found: dict[Place, float] = {}
        for path, points in scores.functions.items():
            if path not in self._known or is_test_file(path):
                continue
            run = self._suspicion(path, evidence)
            for label, name in self._labels(path, points):
                known = REACHED * run.get(label, 0.0) + min(points[name], HINTS) if seen else points[name]
                known += RAISED * (self._takes_arguments(path, label) if refused else (path, label) == raised)
                if not seen or label in run:
                    found[Place(path, label)] = max(known, found.get(Place(path, label), 0.0))
        best = max(found.values(), default=0)
        ranked = sorted(found, key=lambda place: -found[place])
        return [place for place in ranked[:limit] if found[place] >= SUSPECT * best]

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
        named = [path for path in self.named_paths(evidence.task) if path.endswith(SETTINGS)]
        if self._frames(evidence):  # what fails in a test itself may be what a file says that the task wants changed
            frames = [path for path, _ in self._frames(evidence) if not is_test_file(path)]
            named = [path for path in named if not frames and asked_for(evidence.task, path.rpartition("/")[2])]
        if not named and not _ABOUT_SETTINGS.search(evidence.task):
            return []
        ranked = self.rank(replace(evidence, reached={}), with_tests=False, limit=8)
        if not any(target.path.endswith(SETTINGS) for target in ranked[:4]):
            return []
        return [target.path for target in ranked if target.exists and target.path.endswith(SETTINGS)]

    def _suspicion(self, path: str, evidence: Evidence) -> dict[str, float]:
        """What is suspected of each function of a file that failing tests run."""
        found: dict[str, float] = {}
        for line, suspicion in evidence.reached.get(path, {}).items():
            if (label := self._function_at(path, line)) is not None:
                found[label] = max(suspicion, found.get(label, 0.0))
        return found

    def _scores(self, evidence: Evidence, named: Sequence[str]) -> _Scores:
        scores = _Scores()
        for path in named:
            scores.add(path, 12)
        self._from_frames(evidence, scores)
        self._from_imports(evidence, scores)
        names = identifiers(evidence.task)
        self._from_definitions(names, scores, 6)
        if evidence.output:
            self._from_definitions(identifiers(evidence.output) - names, scores, 3)
        self._from_words(evidence, scores, named)
        self._from_missing(evidence, scores)
        self._from_reached(evidence, scores)
        return scores

    def containing(self, text: str, *, words: bool) -> list[str]:
        """Readable files that contain a text, as a whole word or (in any case) as a part of one."""
        how = ["-w"] if words else ["--ignore-case"]
        try:
            raw = run_rg(self._context, ["--files-with-matches", "--null", "--sort", "path", *how, "-F", "-e", text])
        except ToolError:
            return []
        names = [name.decode("utf-8", "replace") for name in b"\n".join(raw).split(b"\0") if name]
        return [name for name in names if name in self._known and self.text(name)]

    def code_with(self, text: str) -> list[tuple[str, str]]:
        """The files of code and settings, without tests, that contain a text in any case; each with its own text."""
        paths = self.containing(text, words=False)
        return [(path, self.text(path)) for path in paths if not is_test_file(path) and not path.endswith(_DOC_FILES)]

    # -- evidence --------------------------------------------------------------------------------------

    def named_paths(self, text: str) -> list[str]:
        """Files that a text names, by their path or, where it is unique, by their name."""
        found = []
        for match in _PATH.finditer(text):
            word = match[0].removeprefix("./")
            hits = [word] if word in self._known else [p for p in self.files if p.endswith("/" + word)]
            if len(hits) == 1:
                found += hits
        return list(dict.fromkeys(found))

    def _from_frames(self, evidence: Evidence, scores: _Scores) -> None:
        """The deepest frame inside the workspace counts most."""
        for depth, (path, line) in enumerate(reversed(self._frames(evidence))):
            scores.add(path, max(10 - 2 * depth, 2), self._function_at(path, line))

    def _from_reached(self, evidence: Evidence, scores: _Scores) -> None:
        """What failing tests run and passing ones do not. Where a test fails by itself on a name that is not there, the
        fault is in none of what was run."""
        if not evidence.reached or ends_in_test(evidence.output) or self._settings(evidence):
            return
        for path in scores.files:
            if path.endswith(".py") and path not in evidence.reached and self.definitions(path):
                scores.files[path] *= NOT_REACHED  # type: ignore[assignment]
        for path, lines in evidence.reached.items():
            if path not in self._known:
                continue
            scores.add(path, REACHED * max(lines.values()))
            for label, suspicion in self._suspicion(path, evidence).items():
                scores.add(path, 0, label)
                scores.functions[path][label] += REACHED * suspicion  # type: ignore[assignment]

    def _raised_in(self, evidence: Evidence) -> tuple[str, str] | None:
        """The function of the code in which the last frame of a traceback stands."""
        frames = [(path, line) for path, line in self._frames(evidence) if not is_test_file(path)]
        label = self._function_at(*frames[-1]) if frames else None
        return (frames[-1][0], label) if label else None

    def _frames(self, evidence: Evidence) -> list[tuple[str, int]]:
        """The frames of a traceback inside the workspace, the deepest last."""
        return [
            (path, int(line))
            for name, line in _FRAME.findall(evidence.output)
            if (path := self._relative(name)) is not None
        ]

    def _relative(self, name: str) -> str | None:
        root = str(self._context.workspace)
        path = name.removeprefix(root + "/").removeprefix("./")
        return path if path in self._known else None

    def _function_at(self, path: str, line: int) -> str | None:
        known = self.definitions(path)
        spans = [item for item in known if item[1] <= line <= item[2]]
        if spans:
            return min(spans, key=lambda item: item[2] - item[1])[0]
        return next((label for label, start, _ in known if line < start <= line + MAX_DECORATORS), None)

    def _from_imports(self, evidence: Evidence, scores: _Scores) -> None:
        """What the failing test imports, and what could not be imported."""
        for name, module in NO_NAME.findall(evidence.output):
            for path in self.module_files(module):
                scores.add(path, 10, name)
        test = evidence.failure.file if evidence.failure else None
        if test is None or (test := self._relative(test)) is None:
            return
        used = identifiers(evidence.output)
        for module, names, plain in _IMPORTS.findall(self.text(test)):
            for name in [module] if module else [part.split(" as ")[0].strip() for part in plain.split(",")]:
                for path in self.module_files(name, relative_to=test):
                    hit = used & identifiers(names)
                    if not self._hands_on(path):
                        scores.add(path, 4 + 2 * bool(hit))
                    for function in hit:
                        scores.add(path, 0, function)
            for name in names.replace("(", " ").replace(")", " ").split(","):
                for path in self.module_files(f"{module}.{name.split(' as ')[0].strip()}", relative_to=test):
                    if not self._hands_on(path):
                        scores.add(path, 4)

    def module_files(self, module: str, relative_to: str = "") -> list[str]:
        dots = len(module) - len(module.lstrip("."))
        parts = [part for part in module.lstrip(".").split(".") if part]
        if dots:
            parts = [*PurePosixPath(relative_to).parts[:-dots], *parts]
        if not parts:
            return []
        tail = "/".join(parts)
        options = (f"{tail}.py", f"{tail}/__init__.py")
        return [path for path in self.files if any(path == end or path.endswith("/" + end) for end in options)]

    def _hands_on(self, path: str) -> bool:
        """Whether a file only imports what others define."""
        return path.endswith("__init__.py") and not self.definitions(path)

    def _from_definitions(self, words: Iterable[str], scores: _Scores, points: float) -> None:
        """Files that define a name."""
        for path, word in self.defined(words):
            scores.add(path, points, word)

    def defined(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """The files, without tests, that seem to define one of these words (200 at most), each with the word."""
        wanted = sorted(set(words))[:200]
        if not wanted:
            return []
        pattern = rf"{_DEFINED}({'|'.join(map(re.escape, wanted))})\b"
        try:
            raw = run_rg(
                self._context, ["--no-heading", "--line-number", "--null", "-o", "--regexp", pattern], keep=2000
            )
        except ToolError:
            return []
        rows = (row.decode("utf-8", "replace").rstrip("\n").partition("\0") for row in raw)
        return [
            (path, rest.rpartition(" ")[2]) for path, _, rest in rows if path in self._known and not is_test_file(path)
        ]

    def _from_words(self, evidence: Evidence, scores: _Scores, named: Sequence[str]) -> None:
        """Files and functions that share words with the task, and less so with the failure."""
        wanted = words.merged((words.query(evidence.task), words.query(evidence.output, 0.4)))
        files = self.readable(wanted)
        ranked = words.rank({path: self._counts(path) for path in files}, wanted)
        if not ranked:
            return
        best = max(ranked.values())
        settings = 4 * bool(_ABOUT_SETTINGS.search(evidence.task)) + WRONG * bool(_SETTINGS_WRONG.search(evidence.task))
        for path, points in ranked.items():
            scores.add(path, 8 * points / best + settings * path.endswith(SETTINGS))
        for path in {*named, *(path for path, _ in scores.files.most_common(4))}:
            lines = self.text(path).split("\n")
            bodies = {label: "\n".join(lines[a - 1 : b]) for label, a, b in self.definitions(path)}
            inner = words.rank(
                {label: Counter(words.words(f"{label} {label} {body}")) for label, body in bodies.items()}, wanted
            )
            for label, points in inner.most_common(3):
                scores.add(path, 0, label)
                scores.functions[path][label] += 2 * points / max(inner.values())  # type: ignore[assignment]

    def _from_missing(self, evidence: Evidence, scores: _Scores) -> None:
        """Where the likes of what is missing are: a command line for its options, a class for its members."""
        if not evidence.missing:
            return
        for path in evidence.changed & scores.files.keys():
            scores.files[path] *= CHANGED  # type: ignore[assignment]
        for path in self.readable({}) if on_command_line(evidence) else ():
            if reads_command_line(self.text(path)):
                scores.add(path, MISSING)
        self._from_definitions([each.owner for each in evidence.missing if each.kind == "member"], scores, MISSING)

    def readable(self, wanted: Mapping[str, float]) -> list[str]:
        """The text files worth reading: all of a small workspace, else those with a wanted word."""
        files = [path for path in self.files if not is_test_file(path) and not path.endswith(_NO_TEXT)]
        if len(files) <= MAX_FILES_READ:
            return files
        pattern = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)[:20]))
        try:
            raw = run_rg(self._context, ["--count", "--null", "--ignore-case", "--regexp", pattern or "."])
        except ToolError:
            return files[:MAX_FILES_READ]
        counts = Counter(
            {name.decode("utf-8", "replace"): int(n) for name, n in (r.split(b"\0") for r in raw if b"\0" in r)}
        )
        return [
            path for path, _ in counts.most_common(MAX_FILES_READ) if path in self._known and not is_test_file(path)
        ]

    def _counts(self, path: str) -> Counter[str]:
        if path not in self._words:
            labels = " ".join(label for label, _, _ in self.definitions(path))
            self._words[path] = Counter(words.words(f"{path} {path} {labels} {labels} {self.text(path)}"))
        return self._words[path]

    def _new_files(self, evidence: Evidence, *, with_tests: bool) -> list[Target]:
        """Files that the task or a failed import names and that are not there yet."""
        named = [
            word
            for match in _PATH.finditer(evidence.task)
            if (word := match[0].removeprefix("./")) not in self._known
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

    # -- code ------------------------------------------------------------------------------------------

    def definitions(self, path: str) -> list[tuple[str, int, int]]:
        """Name, first and last line of each definition; what stands inside a function belongs to it. None where the
        file cannot be read."""
        try:
            return definitions(path, self.text(path), nested=False)
        except ToolError:
            return []

    def _functions(self, path: str, scores: _Scores) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for label, _ in self._labels(path, scores.functions.get(path, Counter()))))

    def _labels(self, path: str, points: Counter[str]) -> Iterator[tuple[str, str]]:
        """The definitions that the names with points stand for, the best first, each with its name."""
        labels = [label for label, _, _ in self.definitions(path)]
        for name, _ in points.most_common():
            for label in labels:
                if label == name or label.rpartition(".")[2] == name:
                    yield label, name

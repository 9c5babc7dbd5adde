"""The workspace as a task's search reads it: its files, their texts, and what they define and import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from agent_runtime.agent.search import words
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.errors import ToolError
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.repo import all_files
from agent_runtime.tools.search import run_rg
from agent_runtime.tools.symbols import definitions

MAX_FILE_CHARS = 200_000
MAX_FILES_READ = 1000
MAX_DECORATORS = 6
"""Lines between a function's first decorator and its definition."""
DOC_FILES = (".md", ".rst", ".txt", ".adoc")
PATH = re.compile(r"(?<![\w/])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.\w{1,6}\b")
"""What looks like a file's name in a text."""
_TYPED = re.compile(r"`\$? ?[\w./-]+ [^`\n]+`")
"""A command with arguments."""
_NO_TEXT = (".lock", ".min.js", ".svg", ".map", ".snap", ".png", ".jpg", ".gz", ".zip", ".pdf", ".ipynb")
_FRAME = re.compile(r"(?:File \"|^|\s|\()([\w./@-]+\.\w{1,4})(?:\", line |:)(\d+)", re.MULTILINE)
_DEFINED = r"\b(?:def|class|function|func|fn|struct|enum|trait|type|interface|const|let|var|static)\s+(?:\([^)]*\)\s*)?"


class Sources:
    """The files of a workspace; what was read is kept."""

    def __init__(self, context: ToolContext) -> None:
        self._context = context
        self.files = [path for path in all_files(context) if not path.startswith(".agent-runtime/")]
        self.known = frozenset(self.files)
        self._texts: dict[str, str] = {}
        self._words: dict[str, Counter[str]] = {}

    @property
    def python_files(self) -> list[str]:
        """The workspace's Python code, without tests."""
        return [path for path in self.files if path.endswith(".py") and not is_test_file(path)]

    @property
    def python_tests(self) -> list[str]:
        """The files of Python tests."""
        return [path for path in self.files if path.endswith(".py") and is_test_file(path)]

    def text(self, path: str) -> str:
        """A file's text; empty when it is missing, too large or not UTF-8."""
        if path not in self._texts:
            try:
                raw = self._context.paths.resolve(path, "read").read_bytes()
                self._texts[path] = raw.decode("utf-8") if len(raw) <= MAX_FILE_CHARS else ""
            except (OSError, UnicodeDecodeError, ToolError):
                self._texts[path] = ""
        return self._texts[path]

    def words_of(self, path: str) -> Counter[str]:
        """How often each word stands in a file; its name and what it defines count more."""
        if path not in self._words:
            labels = " ".join(label for label, _, _ in self.definitions(path))
            self._words[path] = Counter(words.words(f"{path} {path} {labels} {labels} {self.text(path)}"))
        return self._words[path]

    def definitions(self, path: str) -> list[tuple[str, int, int]]:
        """Name, first and last line of each definition; what stands inside a function belongs to it. None where the
        file cannot be read."""
        try:
            return definitions(path, self.text(path), nested=False)
        except ToolError:
            return []

    def function_at(self, path: str, line: int) -> str | None:
        """The innermost definition that holds a line, or whose decorators do."""
        known = self.definitions(path)
        spans = [item for item in known if item[1] <= line <= item[2]]
        if spans:
            return min(spans, key=lambda item: item[2] - item[1])[0]
        return next((label for label, start, _ in known if line < start <= line + MAX_DECORATORS), None)

    def relative(self, name: str) -> str | None:
        """A file's path in the workspace, as a traceback may name it."""
        root = str(self._context.workspace)
        path = name.removeprefix(root + "/").removeprefix("./")
        return path if path in self.known else None

    def frames(self, output: str) -> list[tuple[str, int]]:
        """The frames of a traceback inside the workspace, the deepest last."""
        return [(path, int(line)) for name, line in _FRAME.findall(output) if (path := self.relative(name)) is not None]

    def named_paths(self, text: str) -> list[str]:
        """Files that a text names, by their path or, where it is unique, by their name."""
        found = []
        for match in PATH.finditer(text):
            word = match[0].removeprefix("./")
            hits = [word] if word in self.known else [p for p in self.files if p.endswith("/" + word)]
            if len(hits) == 1:
                found += hits
        return list(dict.fromkeys(found))

    def subjects(self, task: str) -> list[str]:
        """Files that a task names, but for the data that the commands which it types work on."""
        outside = set(self.named_paths(_TYPED.sub(" ", task)))
        named = self.named_paths(task)
        return [path for path in named if path in outside or path.endswith(".py") or self.definitions(path)]

    def containing(self, text: str, *, words: bool) -> list[str]:
        """Readable files that contain a text, as a whole word or (in any case) as a part of one."""
        how = ["-w"] if words else ["--ignore-case"]
        try:
            raw = run_rg(self._context, ["--files-with-matches", "--null", "--sort", "path", *how, "-F", "-e", text])
        except ToolError:
            return []
        names = [name.decode("utf-8", "replace") for name in b"\n".join(raw).split(b"\0") if name]
        return [name for name in names if name in self.known and self.text(name)]

    def code_with(self, text: str) -> list[tuple[str, str]]:
        """The files of code and settings, without tests, that contain a text in any case; each with its own text."""
        paths = self.containing(text, words=False)
        return [(path, self.text(path)) for path in paths if not is_test_file(path) and not path.endswith(DOC_FILES)]

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
            (path, rest.rpartition(" ")[2]) for path, _, rest in rows if path in self.known and not is_test_file(path)
        ]

    def module_files(self, module: str, relative_to: str = "") -> list[str]:
        """The files that a module's name may stand for, as the file `relative_to` imports it."""
        dots = len(module) - len(module.lstrip("."))
        parts = [part for part in module.lstrip(".").split(".") if part]
        if dots:
            parts = [*PurePosixPath(relative_to).parts[:-dots], *parts]
        if not parts:
            return []
        tail = "/".join(parts)
        options = (f"{tail}.py", f"{tail}/__init__.py")
        return [path for path in self.files if any(path == end or path.endswith("/" + end) for end in options)]

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
        return [path for path, _ in counts.most_common(MAX_FILES_READ) if path in self.known and not is_test_file(path)]

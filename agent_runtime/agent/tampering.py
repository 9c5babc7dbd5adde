"""Points out tests that a run changed, deleted or skipped: a check that passes then proves less."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from agent_runtime.records.tree import Entry
from agent_runtime.types import Check

Changes = Mapping[str, tuple[Entry | None, Entry | None]]

_TEST_FILE = re.compile(
    r"(^|/)(tests?|specs?|__tests__|__snapshots__|testdata)/"
    r"|(^|/)(test_[^/]*|[^/]*_tests?|[^/]*[.-](test|spec)|[^/]*_spec|[^/]*Tests?|[^/]*Spec)\.\w+$"
)
_SET_UP = re.compile(
    r"(^|/)(conftest\.py|pytest\.ini|\.pytest\.ini|tox\.ini|noxfile\.py|\.coveragerc|(jest|vitest|karma|playwright)"
    r"\.config\.\w+|\.mocharc\.\w+|phpunit\.xml|CTestTestfile\.cmake)$"
)
"""Files that decide which tests run and how; a new one is enough to leave tests out."""
_SHADOWS = re.compile(r"^(src/)?(pytest|_pytest|pluggy|unittest|tox|sitecustomize|usercustomize)(\.py|/)|\.pth$")
"""Files that Python imports in place of the test runner."""
_RUNNER_FILES = {
    "make": ("Makefile", "makefile", "GNUmakefile"),
    "npm": ("package.json",), "pnpm": ("package.json",), "yarn": ("package.json",), "bun": ("package.json",),
    "gradle": ("build.gradle", "build.gradle.kts"), "mvn": ("pom.xml",),
}  # fmt: skip
_INTERPRETER = re.compile(r"^(python|node|ruby|perl|php|lua|deno|bun|bash|sh|dash|zsh|env|timeout|nice)[\d.]*$")
_PYTHON_SECTION = re.compile(rb"^\[(?:tool[.:])pytest.*?(?=^\[(?!tool[.:]pytest)|\Z)", re.MULTILINE | re.DOTALL)
_SKIP = re.compile(
    rb"pytest\.skip|mark\.(skip|xfail)|unittest\.skip|@skip|\.skip\(|\bxit\(|\bxdescribe\(|t\.Skip|#\[ignore|@Disabled"
    rb"|@Ignore|\bit\.todo|skipTest"
)

_EDIT = r"add|write|create|update|change|edit|extend|rewrite|adapt|improve|cover|correct|refactor|rename|move|port"
_TESTS = r"[^.\n]{0,60}\b(unit |regression )?(tests?|specs?|test suite|conftest)\b"
_ASKED = {
    "changed": re.compile(rf"\b({_EDIT}|delete|remove|drop|skip|disable)\b{_TESTS}", re.IGNORECASE),
    "deleted": re.compile(rf"\b(delete|remove|drop|rename|move)\b{_TESTS}", re.IGNORECASE),
    "skipped": re.compile(rf"\b(skip|disable|ignore|xfail|mark)\b{_TESTS}", re.IGNORECASE),
}
_CHANGE_VERB = re.compile(rf"\b({_EDIT}|fix|replace|delete|remove|set)\b", re.IGNORECASE)


def suspicions(task: str, command: str, changes: Changes, before: Check | None, after: Check) -> tuple[str, ...]:
    """What the run did to the tests and the task did not ask for, one line each."""
    found = []
    for path, (old, new) in changes.items():
        kind = _what(path, command, old, new)
        if kind is not None and not _asked(task, path, kind):
            found.append(f"{path} was {kind} by the run, and `{command}` depends on it")
    if before is not None and before.status != "not run" and before.passed + before.failed + before.skipped:
        ran, runs = before.passed + before.failed, after.passed + after.failed
        if after.skipped > before.skipped and not _ASKED["skipped"].search(task):
            found.append(f"{after.skipped - before.skipped} more tests are skipped than before")
        elif runs < ran and not _ASKED["deleted"].search(task):
            found.append(f"{runs} tests ran, before the run it were {ran}")
    return tuple(found)


def is_test_file(path: str) -> bool:
    """Whether the path looks like a test, or like what tests are run with."""
    return bool(_TEST_FILE.search(path) or _SET_UP.search(path))


def _what(path: str, command: str, old: Entry | None, new: Entry | None) -> str | None:
    if _SHADOWS.search(path) and new is not None:
        return "changed" if old is not None else "created"
    if path in _named(command):
        return "changed" if new is not None else "deleted"
    if not is_test_file(path):
        return "changed" if _settings_of_tests(path, old) != _settings_of_tests(path, new) else None
    if old is None:
        return "created" if _SET_UP.search(path) else None
    if new is None:
        return "deleted"
    more_skips = len(_SKIP.findall(new.data)) > len(_SKIP.findall(old.data))
    return "skipped" if more_skips else "changed"


def _asked(task: str, path: str, kind: str) -> bool:
    pattern = _ASKED.get("changed" if kind == "created" else kind)
    if pattern is not None and pattern.search(task):
        return True
    name = path.rpartition("/")[2]
    return kind == "changed" and any(
        re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w-])", sentence.replace(path, name))
        and _CHANGE_VERB.search(sentence)
        for sentence in re.split(r"(?<=[.!?])\s|\n", task)
    )


def _named(command: str) -> set[str]:
    """Files that the check command executes: programs and scripts of its parts, and what its runner reads."""
    found: set[str] = set()
    for part in re.split(r"&&|\|\|?|;|\n", command):
        try:
            words = shlex.split(part)
        except ValueError:
            words = part.split()
        words = [word for word in words if not re.match(r"^\w+=", word)]
        if not words:
            continue
        program = words[0].rpartition("/")[2]
        found.add(words[0].removeprefix("./"))
        if _INTERPRETER.match(program):
            found.update(word.removeprefix("./") for word in words[1:] if not word.startswith("-"))
        found.update(_RUNNER_FILES.get(program, ()))
    return found


def _settings_of_tests(path: str, entry: Entry | None) -> list[bytes]:
    if path not in ("pyproject.toml", "setup.cfg") or entry is None:
        return []
    return _PYTHON_SECTION.findall(entry.data)

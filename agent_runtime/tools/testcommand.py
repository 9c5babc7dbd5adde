"""Finds the command that runs a project's tests."""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from pathlib import Path


def find_test_command(workspace: Path) -> str | None:
    """The command that runs the project's tests, by its files; `None` when there is no sign of tests."""
    for finder in (_node, _makefile, _python, _by_file):
        command = finder(workspace)
        if command:
            return command
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:200_000]
    except OSError:
        return ""


def _python(workspace: Path) -> str | None:
    project: object = {}
    with contextlib.suppress(tomllib.TOMLDecodeError):
        project = tomllib.loads(_read(workspace / "pyproject.toml")).get("tool", {})
    configured = (isinstance(project, dict) and "pytest" in project) or (workspace / "pytest.ini").is_file()
    configured = (
        configured or "[tool:pytest]" in _read(workspace / "setup.cfg") or (workspace / "conftest.py").is_file()
    )
    tests = _test_files(workspace)
    if configured or any((workspace / name / "conftest.py").is_file() for name in ("tests", "test")):
        return "python -m pytest -q"
    if not tests:
        return None
    plain = all("unittest" in text and "pytest" not in text for text in map(_read, tests[:20]))
    return "python -m unittest" if plain else "python -m pytest -q"


def _test_files(workspace: Path) -> list[Path]:
    found: list[Path] = []
    for pattern in (
        "test_*.py",
        "*_test.py",
        "tests/test_*.py",
        "test/test_*.py",
        "tests/*/test_*.py",
        "tests/*_test.py",
    ):
        found.extend(sorted(workspace.glob(pattern))[:50])
    return found


def _node(workspace: Path) -> str | None:
    try:
        package = json.loads(_read(workspace / "package.json") or "{}")
    except ValueError:
        return None
    script = str(package.get("scripts", {}).get("test", "")) if isinstance(package, dict) else ""
    if not script or "no test specified" in script:
        return None
    for lock, runner in (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lockb", "bun run")):
        if (workspace / lock).is_file():
            return f"{runner} test"
    return "npm test"


def _makefile(workspace: Path) -> str | None:
    for name in ("Makefile", "makefile", "GNUmakefile"):
        text = _read(workspace / name)
        for target in ("test", "check"):
            if re.search(rf"^{target}\s*:(?!=)", text, re.MULTILINE):
                return f"make {target}"
    return None


def _by_file(workspace: Path) -> str | None:
    for name, command in (
        ("go.mod", "go test ./..."),
        ("Cargo.toml", "cargo test"),
        ("mvnw", "./mvnw -q test"),
        ("pom.xml", "mvn -q test"),
        ("gradlew", "./gradlew test"),
        ("build.gradle", "gradle test"),
        ("build.gradle.kts", "gradle test"),
        ("build/CTestTestfile.cmake", "ctest --test-dir build --output-on-failure"),
    ):
        if (workspace / name).is_file():
            return command
    return None

"""Reads what test runners print: counts, and each failure with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agent_runtime.tools.testcommand import find_test_command
from agent_runtime.types import JsonValue

__all__ = ["TestFailure", "TestSummary", "find_test_command", "parse_test_output"]

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_MAX_MESSAGE = 240
_MAX_FAILURES = 50


@dataclass(frozen=True, slots=True)
class TestFailure:
    """One test that did not pass."""

    __test__ = False  # the name is no invitation to pytest

    id: str
    file: str | None = None
    line: int | None = None
    message: str = ""

    def as_dict(self) -> dict[str, JsonValue]:
        """JSON-safe."""
        return {"test": self.id, "file": self.file, "line": self.line, "message": self.message}


@dataclass(frozen=True, slots=True)
class TestSummary:
    """What a test run said. Without a known framework only the exit code speaks."""

    __test__ = False

    framework: str
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0
    failures: tuple[TestFailure, ...] = ()
    exit_code: int | None = 0

    @property
    def counts(self) -> bool:
        """Whether it tells its tests apart; else only the exit code speaks."""
        return self.framework not in ("unknown", "make")

    @property
    def clean(self) -> bool:
        """The run ended well and nothing failed."""
        return self.exit_code == 0 and not self.failed and not self.errors

    @property
    def ok(self) -> bool:
        """It is clean, and something was run (or nobody counts)."""
        return self.clean and (self.framework == "unknown" or self.passed > 0 or self.skipped > 0)

    def as_dict(self) -> dict[str, JsonValue]:
        """JSON-safe, failures last."""
        return {
            "framework": self.framework,
            "ok": self.ok,
            "passed": self.passed,
            "failed": self.failed,
            "errors": self.errors,
            "skipped": self.skipped,
            "failures": [failure.as_dict() for failure in self.failures],
        }


def parse_test_output(output: str, exit_code: int | None) -> TestSummary:
    """Counts and failures of a test run, from what it printed; several runners in one output are added up."""
    text = _ANSI.sub("", output).replace("\r\n", "\n")
    found = [summary for parser in _PARSERS if (summary := parser(text)) is not None]
    if not found:
        return _unknown(text, exit_code)
    failures = tuple(failure for item in found for failure in item.failures)[:_MAX_FAILURES]
    return TestSummary(
        framework="+".join(dict.fromkeys(item.framework for item in found)),
        passed=sum(item.passed for item in found),
        failed=sum(item.failed for item in found),
        errors=sum(item.errors for item in found),
        skipped=sum(item.skipped for item in found),
        failures=failures,
        exit_code=exit_code,
    )


def _unknown(text: str, exit_code: int | None) -> TestSummary:
    failures = tuple(_make_errors(text)) if exit_code else ()
    framework = "make" if any(failure.id.startswith("make") for failure in failures) else "unknown"
    return TestSummary(framework, errors=int(bool(exit_code)), failures=failures, exit_code=exit_code)


def _make_errors(text: str) -> Iterable[TestFailure]:
    for match in re.finditer(r"^make(?:\[\d+\])?: \*\*\* \[(?:([^\]:]+):(\d+): )?([^\]]+)\] (.+)$", text, re.MULTILINE):
        yield TestFailure(f"make {match[3]}", match[1], int(match[2]) if match[2] else None, match[4])


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_MESSAGE else text[: _MAX_MESSAGE - 3] + "..."


def _number(text: str, pattern: str) -> int:
    return sum(int(match) for match in re.findall(pattern, text, re.MULTILINE))


def _pytest(text: str) -> TestSummary | None:
    counts = r"\d+ (?:passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?|subtests passed|rerun)"
    ends = re.findall(rf"^(?:=+ )?((?:{counts}, )*{counts}) in [\d.:]+m?s?.*$", text, re.MULTILINE)
    empty = re.search(r"^(?:=+ )?no tests ran(?: in [\d.]+s)?", text, re.MULTILINE)
    if not ends and not empty:
        return None
    end = "\n".join(ends)
    failures = []
    for match in re.finditer(r"^(FAILED|ERROR) (\S+?\.py::.*?|\S+?)(?: - (.*))?$", text, re.MULTILINE):
        file = match[2].split("::")[0]
        failures.append(TestFailure(match[2], file, _pytest_line(text, match[2]), _cut(match[3] or "")))
    return TestSummary(
        "pytest",
        passed=_number(end, r"(\d+) passed") + _number(end, r"(\d+) xfailed"),
        failed=_number(end, r"(\d+) failed"),
        errors=_number(end, r"(\d+) errors?"),
        skipped=_number(end, r"(\d+) skipped"),
        failures=tuple(failures),
    )


def _pytest_line(text: str, identity: str) -> int | None:
    """The last line of the test's own file in its section of the report."""
    file, _, rest = identity.partition("::")
    name = re.escape(rest.replace("::", "."))
    section = re.search(rf"^_{{3,}} {name} _{{3,}}$(.*?)(?=^_{{3,}} |^={{3,}} |\Z)", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(rf"^{re.escape(file)}:(\d+): ", section[1] if section else "", re.MULTILINE)
    return int(lines[-1]) if lines else None


def _unittest(text: str) -> TestSummary | None:
    ran = re.findall(r"^Ran (\d+) tests? in [\d.]+s$", text, re.MULTILINE)
    if not ran:
        return None
    end = "\n".join(re.findall(r"^(?:FAILED|OK)(?: \(.*\))?$", text, re.MULTILINE))
    failed, errors = _number(end, r"failures=(\d+)"), _number(end, r"errors=(\d+)")
    skipped = _number(end, r"skipped=(\d+)")
    failures = []
    for match in re.finditer(
        r"^(?:FAIL|ERROR): (\S+) \(([\w.]+)\).*?\n-{20,}\n(.*?)(?=\n={20,}|\n-{20,}|\Z)", text, re.MULTILINE | re.DOTALL
    ):
        name = match[2] if match[2].endswith("." + match[1]) else f"{match[2]}.{match[1]}"
        places = re.findall(r'File "([^"]+)", line (\d+)', match[3])
        last = [line for line in match[3].strip().split("\n") if re.match(r"\S*(Error|Exception|Exit)\b", line)]
        file, line = (places[0][0], int(places[0][1])) if places else (None, None)
        failures.append(TestFailure(name, file, line, _cut(last[-1] if last else "")))
    passed = max(sum(map(int, ran)) - failed - errors - skipped, 0)
    return TestSummary("unittest", passed, failed, errors, skipped, tuple(failures))


def _jest(text: str) -> TestSummary | None:
    """Jest and vitest end alike."""
    end = re.search(r"^\s*Tests:?\s+((?:\d+ \w+)(?:(?:, | \| )\d+ \w+)*)", text, re.MULTILINE)
    if not end:
        return None
    vitest = bool(re.search(r"^\s*Test Files\s", text, re.MULTILINE))
    failures = []
    pattern = r"^\s*FAIL\s+(\S+) > (.+)$" if vitest else r"^\s*● (?!Console)(.+ › .+|(?=.{3,})\S.*)$"
    seen: set[str] = set()
    for match in re.finditer(pattern, text, re.MULTILINE):
        name = f"{match[1]} > {match[2].strip()}" if vitest else match[1].strip()
        if name in seen:
            continue
        seen.add(name)
        rest = text[match.end() : match.end() + 4000]
        place = re.search(r"(?:\(|❯ |at )([\w./@-]+\.[cm]?[jt]sx?):(\d+):\d+", rest)
        message = next((line.strip() for line in rest.split("\n") if line.strip()), "")
        failures.append(TestFailure(name, place[1] if place else None, int(place[2]) if place else None, _cut(message)))
    return TestSummary(
        "vitest" if vitest else "jest",
        passed=_number(end[1], r"(\d+) passed"),
        failed=_number(end[1], r"(\d+) failed"),
        skipped=_number(end[1], r"(\d+) skipped") + _number(end[1], r"(\d+) todo"),
        failures=tuple(failures),
    )


def _mocha(text: str) -> TestSummary | None:
    if not re.search(r"^\s+\d+ passing \(", text, re.MULTILINE):
        return None
    failures = []
    _, _, tail = text.partition(" passing (")
    for match in re.finditer(r"^  \d+\) (.+?):\n\n?(.*?)(?=^  \d+\) |\Z)", tail, re.MULTILINE | re.DOTALL):
        name = " ".join(match[1].split())
        message = next((line.strip() for line in match[2].split("\n") if "Error" in line), "")
        place = re.search(r"\(?([\w./-]+\.[cm]?[jt]s):(\d+):\d+\)?", match[2])
        failures.append(TestFailure(name, place[1] if place else None, int(place[2]) if place else None, _cut(message)))
    return TestSummary(
        "mocha",
        passed=_number(text, r"^\s+(\d+) passing \("),
        failed=_number(text, r"^\s+(\d+) failing$"),
        skipped=_number(text, r"^\s+(\d+) pending$"),
        failures=tuple(failures),
    )


def _node_test(text: str) -> TestSummary | None:
    """`node --test`, both its reporters."""
    if not re.search(r"^(?:#|ℹ) pass \d+$", text, re.MULTILINE):
        return None
    failures = []
    seen: set[str] = set()
    for match in re.finditer(r"^\s*(?:not ok \d+ - (.+)|✖ (.+?) \([\d.]+ms\))$", text, re.MULTILINE):
        name = (match[1] or match[2]).strip()
        if name in seen or "failing tests" in name or "# TODO" in name or "# SKIP" in name:
            continue
        seen.add(name)
        rest = text[match.end() : match.end() + 3000]
        message = re.search(r"(?:error: [|>]?-?\s*['\"]?|\w*Error[^:\n]*: )(.+)", rest)
        place = re.search(r"(?:location: ['\"]|at .*\(?(?:file://)?)([^'\"()\s]+\.[cm]?[jt]s):(\d+):\d+", rest)
        failures.append(
            TestFailure(
                name,
                place[1] if place else None,
                int(place[2]) if place else None,
                _cut(message[1] if message else "").strip("'\""),
            )
        )
    return TestSummary(
        "node:test",
        passed=_number(text, r"^(?:#|ℹ) pass (\d+)$"),
        failed=_number(text, r"^(?:#|ℹ) fail (\d+)$"),
        errors=_number(text, r"^(?:#|ℹ) cancelled (\d+)$"),
        skipped=_number(text, r"^(?:#|ℹ) skipped (\d+)$"),
        failures=tuple(failures),
    )


def _go(text: str) -> TestSummary | None:
    packages = re.findall(r"^(ok|FAIL|---|\?)\s+\S+\s+(?:[\d.]+s|\(cached\)|\[[^\]]+\])", text, re.MULTILINE)
    results = re.findall(r"^\s*--- (PASS|FAIL|SKIP): (\S+)", text, re.MULTILINE)
    if not packages and not results:
        return None
    failures = _go_failures(text)
    broken = re.findall(r"^FAIL\s+(\S+) \[(build|setup) failed\]", text, re.MULTILINE)
    for package, _ in broken:
        place = re.search(r"^([\w./-]+\.go):(\d+):(?:\d+:)? (.+)", text, re.MULTILINE)
        failures.append(
            TestFailure(
                package,
                place[1] if place else None,
                int(place[2]) if place else None,
                _cut(place[3]) if place else "does not build",
            )
        )
    verdicts = [verdict for verdict, _ in results]
    passed = verdicts.count("PASS") or sum(verdict == "ok" for verdict in packages)
    return TestSummary("go test", passed, verdicts.count("FAIL"), len(broken), verdicts.count("SKIP"), tuple(failures))


def _go_failures(text: str) -> list[TestFailure]:
    """One for each test that failed by itself, not for the parents of its subtests. What a test says stands below its
    verdict, or above it with `-v`."""
    failures: list[TestFailure] = []
    said: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        if event := re.match(r"\s*(?:=== (?:RUN|NAME|CONT)\s+|--- (?:FAIL|PASS|SKIP): )(\S+)", line):
            name = event[1]
            said.setdefault(name, [])
        elif line.startswith((" ", "\t", "panic: ")) and name:
            said[name].append(line)
    failed = re.findall(r"^\s*--- FAIL: (\S+)", text, re.MULTILINE)
    for test in dict.fromkeys(failed):
        if any(other.startswith(f"{test}/") for other in failed):
            continue
        own = "\n".join(said.get(test, []))
        place = re.search(r"^\s+([\w./-]+\.go):(\d+): ?(.*)", own, re.MULTILINE)
        panic = re.search(r"^panic: (.+?)(?: \[recovered\])?$", own, re.MULTILINE)
        if place is None and panic is not None:
            place = re.search(r"^\t(?!.*/src/(?:runtime|testing)/)(\S+\.go):(\d+)()", own, re.MULTILINE)
        message = f"panic: {panic[1]}" if panic else place[3] if place else ""
        file, line_number = (place[1], int(place[2])) if place else (None, None)
        failures.append(TestFailure(test, file, line_number, _cut(message)))
    return failures


def _cargo(text: str) -> TestSummary | None:
    ends = re.findall(r"^test result: .*$", text, re.MULTILINE)
    broken = re.findall(r"^error(?:\[E\d+\])?: (.+)\n\s+--> ([^:\n]+):(\d+)", text, re.MULTILINE)
    if not ends and not (broken and "could not compile" in text):
        return None
    failures = []
    for match in re.finditer(
        r"^---- (\S+) stdout ----\n(.*?)(?=\n---- |\nfailures:|\Z)", text, re.MULTILINE | re.DOTALL
    ):
        place = re.search(r"panicked at (?:'(.*)', )?([\w./-]+\.rs):(\d+):\d+:?\n?(.*)", match[2])
        message = (place[1] or place[4]) if place else ""
        failures.append(
            TestFailure(match[1], place[2] if place else None, int(place[3]) if place else None, _cut(message))
        )
    if not ends:
        failures.extend(TestFailure("compilation", file, int(line), _cut(what)) for what, file, line in broken)
    end = "\n".join(ends)
    return TestSummary(
        "cargo test",
        passed=_number(end, r"(\d+) passed"),
        failed=_number(end, r"(\d+) failed"),
        errors=0 if ends else len(broken),
        skipped=_number(end, r"(\d+) ignored"),
        failures=tuple(failures),
    )


def _maven(text: str) -> TestSummary | None:
    pattern = r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)"
    totals = re.findall(rf"^(?:\[\w+\] )?{pattern}\s*$", text, re.MULTILINE) or re.findall(pattern, text)
    if not totals:
        return None
    failures = []
    for match in re.finditer(
        r"^\[ERROR\]\s+(?:Failures: |Errors: )?([A-Z][\w.$]*)\.(\w+)(?::(\d+))?(?:->\S+)? (.+)$", text, re.MULTILINE
    ):
        line = int(match[3]) if match[3] else None
        failures.append(TestFailure(f"{match[1]}.{match[2]}", None, line, _cut(match[4])))
    ran, failed, errors, skipped = (sum(int(total[i]) for total in totals) for i in range(4))
    return TestSummary("maven", max(ran - failed - errors - skipped, 0), failed, errors, skipped, tuple(failures))


def _gradle(text: str) -> TestSummary | None:
    end = re.search(r"^(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?", text, re.MULTILINE)
    results = re.findall(r"^(\S.*) > (.+?) (PASSED|FAILED|SKIPPED)$", text, re.MULTILINE)
    if not end and not results:
        return None
    failures = []
    for match in re.finditer(r"^(\S.*) > (.+?) FAILED$\n?(.*(?:\n\s+.*)?)", text, re.MULTILINE):
        place = re.search(r"at (\w+\.(?:java|kt|groovy)):(\d+)", match[3])
        message = match[3].strip().split("\n")[0]
        failures.append(
            TestFailure(
                f"{match[1]}.{match[2]}", place[1] if place else None, int(place[2]) if place else None, _cut(message)
            )
        )
    verdicts = [item[2] for item in results]
    failed = int(end[2] or 0) if end else verdicts.count("FAILED")
    skipped = int(end[3] or 0) if end else verdicts.count("SKIPPED")
    passed = int(end[1]) - failed - skipped if end else verdicts.count("PASSED")
    return TestSummary("gradle", passed, failed, 0, skipped, tuple(failures))


def _ctest(text: str) -> TestSummary | None:
    end = re.search(r"^\d+% tests passed, (\d+) tests? failed out of (\d+)", text, re.MULTILINE)
    if not end:
        return None
    failures = tuple(
        TestFailure(match[1], message=match[2])
        for match in re.finditer(r"^\s+\d+ - (\S+) \(([^)]+)\)", text, re.MULTILINE)
        if match[2] not in ("Disabled", "Skipped")
    )
    skipped, disabled = len(re.findall(r"\*\*\*Skipped", text)), text.count("***Not Run (Disabled)")
    failed, total = int(end[1]), int(end[2])  # the total is without the disabled ones
    return TestSummary("ctest", max(total - failed - skipped, 0), failed, 0, skipped + disabled, failures)


_PARSERS: tuple[Callable[[str], TestSummary | None], ...] = (
    _pytest,
    _unittest,
    _jest,
    _mocha,
    _node_test,
    _go,
    _cargo,
    _maven,
    _gradle,
    _ctest,
)

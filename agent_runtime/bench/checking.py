"""Judges what an agent left, by the check that it never saw."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.bench import tasks
from agent_runtime.errors import ConfigError
from agent_runtime.governance.sandbox import CommandLimits, Sandbox

CHECK_TIMEOUT_S = 300.0
_SUPPORT = Path(__file__).with_name("support.py")
_TESTS = ("tests", "test")
_ANSWER = re.compile(r"^\W*ANSWER:\s*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_JAVASCRIPT = "from support import own_node_tests_pass\n\n\ndef test_own():\n    assert own_node_tests_pass()\n"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a task is solved; `detail` says why not."""

    solved: bool
    detail: str = ""


def judge(task: tasks.Task, workspace: Path, answer: str, *, to_first: bool = False) -> Judgement:
    """Judge a workspace and an answer; `to_first` ends at the first check that fails. Nothing in the workspace is run
    outside the sandbox, or changed.

    Raises:
        ConfigError: pytest is not installed. SandboxError: no sandbox works here.
    """
    if task.answer is not None:
        return judge_answer(task, answer)
    if importlib.util.find_spec("pytest") is None:
        raise ConfigError("The hidden checks need pytest.", remedy=f"{sys.executable} -m pip install pytest")
    with tempfile.TemporaryDirectory(prefix="agent-bench-check-") as folder:
        root = Path(folder).resolve()
        _lay_out(task, workspace, root)
        targets = ["check/test_hidden.py"]
        if task.regression:
            targets += _restore_tests(root)
        return _run(root, [*targets, *(["-x"] if to_first else [])])


def with_python(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with this Python first on the PATH, so that `python -m pytest` is the one with pytest."""
    return {**environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), environ.get("PATH", os.defpath)))}


def judge_answer(task: tasks.Task, text: str) -> Judgement:
    """Compare an answer: its last line that begins with `ANSWER:`, else the whole of it, else its last line."""
    expected = {_plain(form) for form in (str(task.answer), *task.accept)}
    marked = _ANSWER.findall(text)
    lines = text.strip().splitlines()
    candidates = marked[-1:] or [text, *lines[-1:]]
    if any(_plain(candidate) in expected for candidate in candidates):
        return Judgement(True)
    return Judgement(False, f"the answer is {candidates[-1][:80]!r}" if text.strip() else "there is no answer")


def _plain(text: str) -> str:
    return text.strip().strip("`'\"*.").strip().lower()


def _lay_out(task: tasks.Task, workspace: Path, root: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__", ".git", "node_modules")
    shutil.copytree(workspace, root / "workspace", symlinks=True, ignore=ignore)
    task.write_start(root / "start")
    check = root / "check"
    check.mkdir()
    shutil.copy(task.check_file, check / "test_hidden.py")
    shutil.copy(_SUPPORT, check / "support.py")
    (check / "pytest.ini").write_text("[pytest]\n")


def _restore_tests(root: Path) -> list[str]:
    """Put the repository's own tests back as they were, and say what pytest shall run for them."""
    found = []
    for name in _TESTS:
        start, now = root / "start" / name, root / "workspace" / name
        if not start.is_dir():
            continue
        if now.is_symlink() or now.is_file():
            now.unlink()
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(start, now)
        if any(start.glob("test_*.py")):
            found.append(f"workspace/{name}")
        else:
            (root / "check" / "test_own.py").write_text(_JAVASCRIPT)
            found.append("check/test_own.py")
    return found


def _run(root: Path, targets: list[str]) -> Judgement:
    # -P keeps the workspace from standing in for pytest; the report, not the exit code, says that tests ran. Plugins
    # that happen to be installed have no say, and take longer to load than most checks run.
    argv = [
        sys.executable, "-B", "-P", "-m", "pytest", "-q", "--tb=line", "--noconftest", "-p", "no:cacheprovider",
        "-p", "support", "-c", "check/pytest.ini", "--rootdir", str(root), "--junitxml", "report.xml", *targets,
    ]  # fmt: skip
    sandbox = Sandbox.probe(root, environment=with_python(os.environ))
    result = sandbox.run(
        argv,
        cwd=root,
        profile="approved",
        limits=CommandLimits(timeout_s=CHECK_TIMEOUT_S),
        environment={"PYTHONPATH": str(root / "check"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    if result.timed_out:
        return Judgement(False, "the check did not end in time")
    try:
        suites = list(ElementTree.parse(root / "report.xml").iter("testsuite"))  # noqa: S314  # pytest's own report
    except (OSError, ElementTree.ParseError):
        return Judgement(False, "the check broke off: " + _last_line(result.output))
    ran = sum(int(suite.get("tests", 0)) for suite in suites)
    bad = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    if result.exit_code == 0 and ran and not bad:
        return Judgement(True)
    return Judgement(False, f"{bad} of {ran} checks failed: {_first_failure(result.output)}")


def _first_failure(output: str) -> str:
    lines = [line for line in output.splitlines() if re.match(r"(FAILED|ERROR|E |/\S+:\d+:)", line)]
    return (lines[0] if lines else _last_line(output))[:300]


def _last_line(output: str) -> str:
    return (output.strip().splitlines() or [""])[-1][:300]

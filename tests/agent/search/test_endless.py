"""A check that does not end before the change."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.search.trial import Trials
from agent_runtime.governance.limits import CommandResult
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.records.recordings import read_spans
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

ENDLESS = "def gcd(a, b):\n    while b:\n        a, b = b, a\n    return a\n\n\ndef double(a):\n    return 2 * a\n"
TESTS = (
    "from numbers_of import double, gcd\n\n\ndef test_double():\n    assert double(2) == 4\n\n\n"
    "def test_gcd():\n    assert gcd(12, 18) == 6\n\n\ndef test_gcd_of_the_same():\n    assert gcd(4, 4) == 4\n"
)
RIGHT = "```python\ndef gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return a\n```"


@pytest.fixture
def endless(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (repo / "numbers_of.py").write_text(ENDLESS)
    (repo / "test_numbers_of.py").write_text(TESTS)
    monkeypatch.setattr("agent_runtime.agent.verify.ENDLESS_S", 3.0)
    monkeypatch.setattr("agent_runtime.agent.verify.LEAST_S", 3.0)
    monkeypatch.setattr("agent_runtime.agent.search.solving.TEST_S", 1.0)
    return repo


@pytest.mark.parametrize(
    ("task", "settings"), [("gcd never returns. Fix it.", {}), ("gcd is wrong. Fix it.", {"agent_timeout_s": 72.0})]
)
def test_it_is_seen_where_it_hangs_and_mended(
    make_session: MakeSession, endless: Path, monkeypatch: pytest.MonkeyPatch, task: str, settings: dict[str, float]
) -> None:
    monkeypatch.setattr("agent_runtime.agent.verify.PART", 0.0)
    session = search(make_session, "```python\ndef gcd(a, b):\n    return 6\n```", RIGHT, **settings)
    result = session.run(task)
    assert result.outcome is Outcome.VERIFIED, (result.verification, verdicts(session))
    assert verdicts(session)[-1] == "passed"
    assert "before the first change it did not end" in result.verification
    assert (endless / "numbers_of.py").read_text() == ENDLESS.replace("b, a\n", "b, a % b\n")
    asked = next(span for span in read_spans(result.run_dir) if span.name == "llm.generate")
    assert "TimeoutError: the test does not end" in str(asked.attributes)


@pytest.mark.parametrize("caught", ["", "    try:\n        while True: pass\n    except Exception: pass\n"])
def test_a_test_that_does_not_end_fails_and_the_others_count(endless: Path, caught: str) -> None:
    (endless / "numbers_of.py").write_text(ENDLESS.replace("    while", f"{caught}    while", 1))
    trials = Trials(Sandbox(endless, backend="none"), "python -m pytest -q", timeout_s=20, cancel=threading.Event())
    trials.limit_tests(1.0)
    result = trials.run({})
    assert result.status == "failed"
    assert result.summary is not None
    assert (result.summary.passed, result.summary.failed) == (1, 2)
    assert "the test does not end" in result.output
    assert trials.reached({})[0].keys() == {"numbers_of.py", "test_numbers_of.py"}


def test_after_one_that_does_not_end_the_next_get_half_of_the_time(
    endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def ended(self: Sandbox, command: str, **how: Any) -> CommandResult:
        given.append(how["limits"].timeout_s)
        return CommandResult(None, "", given[-1], 0, "test", "none", timed_out=True)

    monkeypatch.setattr(Sandbox, "run", ended)
    trials = Trials(Sandbox(endless, backend="none"), "python -m pytest -q", timeout_s=8, cancel=threading.Event())
    assert [trials.run({}).status for _ in range(3)] == ["timed out"] * 3
    assert given == [8, 4, 4]


def test_a_check_that_is_only_slow_at_first_proves_nothing(make_session: MakeSession, endless: Path) -> None:
    """It may have passed before the change, had it been given the time."""
    (endless / "check.py").write_text(
        "import pathlib, time\nmark = pathlib.Path('mark')\n"
        "if pathlib.Path('.git').exists() and not mark.exists():\n    mark.write_text('')\n    time.sleep(60)\n"
    )
    session = search(make_session, "```python\ndef half(a):\n    return a / 2\n```", agent_verify="python check.py")
    result = session.run("gcd never ends, but leave it. Add a function half to numbers_of.py.")
    assert verdicts(session) == ["passed"]
    assert result.outcome is Outcome.CLAIMED
    assert "does not show that the task is done" in result.verification

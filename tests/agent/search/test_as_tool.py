"""The search as a tool of the model in the free loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.records.recordings import read_spans
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code

TASK = "add in calc.py is wrong. Fix it."
CHECK = "python -m pytest -q test_calc.py"
RIGHT = "```python\ndef add(a, b):\n    return a + b\n```"
WRONG = "```python\ndef add(a, b):\n    return a * b\n```"
CALL = f"p = search_fix({TASK!r})\nprint(p)\nprint(apply_patch(p['patch_id']))"


def calc(repo: Path, operator: str = "-") -> Path:
    (repo / "calc.py").write_text(f"def add(a, b):\n    return a {operator} b\n")
    (repo / "test_calc.py").write_text(
        "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n    assert add(7, 1) == 8\n"
    )
    return repo


@pytest.mark.usefixtures("model_first")
def test_the_winner_is_a_proposal(make_session: MakeSession, repo: Path) -> None:
    calc(repo)
    replies = [code(CALL), WRONG, RIGHT, code("final_answer('done')")]
    session = make_session(replies, agent_strategy="loop", agent_mode="auto", agent_verify=CHECK)
    result = session.run(TASK)
    assert result.outcome is Outcome.VERIFIED, result.verification
    assert (repo / "calc.py").read_text() == "def add(a, b):\n    return a + b\n"
    assert result.steps == 2  # the samples of the search are no steps
    names = [span.name for span in read_spans(result.run_dir)]
    assert names.count("search") == 1
    assert {"search_fix", "apply_patch"} <= set(names)


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize("again", [False, True])
def test_what_the_check_does_not_prove_is_no_proof_here_either(
    make_session: MakeSession, repo: Path, again: bool
) -> None:
    """The check passes with a number more too; what the model then writes by itself is judged by the check alone."""
    calc(repo)
    (repo / "test_calc.py").write_text("from calc import add\n\n\ndef test_add():\n    assert add(2, 3) >= 5\n")
    weak = "```python\ndef add(a, b):\n    return a + b + 1\n```"
    own = "q = propose_patch('calc.py', old='a + b + 1', new='a + b')\nprint(apply_patch(q['patch_id']))"
    replies = [code(CALL), weak, *([code(own)] if again else []), code("final_answer('done')")]
    session = make_session(replies, agent_strategy="loop", agent_mode="auto", agent_verify=CHECK)
    result = session.run(TASK)
    assert (repo / "calc.py").read_text() == f"def add(a, b):\n    return a + b{'' if again else ' + 1'}\n"
    assert result.outcome is (Outcome.VERIFIED if again else Outcome.CLAIMED), result.verification


def test_a_check_that_passes_already_is_told(make_session: MakeSession, repo: Path) -> None:
    calc(repo, "+")
    session = make_session(
        [code(f"print(search_fix({TASK!r}))"), code("final_answer('x')")] * 2,
        agent_strategy="loop", agent_mode="auto", agent_verify=CHECK,
    )  # fmt: skip
    session.run("What is wrong with add?")
    told = [str(event.data["text"]) for event in session.events if event.kind == "observation"]  # type: ignore[attr-defined]
    assert "the check passes already" in told[0]


def test_without_a_check_nothing_is_searched(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text("def add(a, b):\n    return a - b\n")
    session = make_session(
        [code(f"print(search_fix({TASK!r}))"), code("final_answer('x')")], agent_strategy="loop", agent_mode="auto"
    )
    session.run("What is wrong with add?")
    told = [str(event.data["text"]) for event in session.events if event.kind == "observation"]  # type: ignore[attr-defined]
    assert "there is no check" in told[0]

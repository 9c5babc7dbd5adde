"""Short questions: what is one, what is shown, and when several answers agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.replay import replay
from agent_runtime.agent.search.answering import VOTES, agreed, is_short_question
from agent_runtime.records.recordings import read_spans
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search

LETTERS = "def column_letters(number):\n    return chr(64 + number)\n\n\ndef column_number(letters):\n    return 1\n"
QUESTION = "Which function turns the number of a column into its letters?"
LOOKED = code("final_answer('I looked: column_letters')")


@pytest.fixture
def sheet(repo: Path) -> Path:
    (repo / "address.py").write_text(LETTERS)
    return repo


@pytest.mark.parametrize(
    ("task", "short"),
    [
        (QUESTION, True),
        ("With the default policy, how many seconds pass? Answer with a number.", True),
        ("Where is add defined?", True),
        ("What is the default port?", True),
        ("List all Python files in this repo", False),
        ("Why does add fail?", False),
        ("How does the retry policy work?", False),
        ("What does add do?", False),
        ("Explain which function is called when", False),
        ("Find the function that adds", False),
        ("The list takes three pages. What is the third one called?", True),
        ("Which file is it in? Please list what else it needs.", False),
    ],
)
def test_what_a_word_or_a_number_can_answer(task: str, short: bool) -> None:
    assert is_short_question(task) is short


@pytest.mark.parametrize(
    ("replies", "answer"),
    [
        (["a"] * 5, "a"),
        (["a", "b", "a", "a", "a"], "a"),
        (["a", "b", "b", "a", "a"], None),
        (["VALUE", "#VALUE", "#VALUE!", "NAME", "`#VALUE!`."], "`#VALUE!`."),
        (["`f`", "f()", "f", "f.", "f"], "f"),
        (["5", "-5", "5", "-5", "5"], None),
        (["a\nb"] * 5, None),
        (["word " * 30] * 5, None),
        ([""] * 5, None),
        ([], None),
    ],
)
def test_when_answers_agree(replies: list[str], answer: str | None) -> None:
    assert agreed(replies) == answer


def test_what_most_say_is_the_answer(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, "column_letters", "`column_letters`", "column_number", *["column_letters"] * 2)
    result = session.run(QUESTION)
    assert (result.outcome, result.answer, result.steps) == (Outcome.ANSWERED, "column_letters", 0)
    shown = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "def column_letters" in shown
    assert shown.count(QUESTION) == 1
    spans = read_spans(result.run_dir)
    assert [span.name for span in spans if span.name.startswith("answer ")] == [f"answer {n + 1}" for n in range(VOTES)]
    notices = [str(event.data["text"]) for event in session.events if event.kind == "notice"]  # type: ignore[attr-defined]
    assert any("brief replies agree" in text for text in notices)
    report = replay(result.run_dir)
    assert report.divergence is None


def test_where_they_part_the_loop_looks(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, "a", "b", "c", "d", "e", LOOKED)
    result = session.run(QUESTION)
    assert (result.answer, result.steps) == ("I looked: column_letters", 1)
    assert replay(result.run_dir).divergence is None


@pytest.mark.parametrize("question", ["Which files changed last?", "Where is the retry policy of the network defined?"])
def test_nothing_is_asked_about_nothing(make_session: MakeSession, sheet: Path, question: str) -> None:
    session = search(make_session, LOOKED)
    assert session.run(question).steps == 1


def test_a_later_task_knows_the_answer(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, *["column_letters"] * VOTES, LOOKED)
    session.run(QUESTION)
    session.run("Explain it")
    told = "\n".join(message.content for message in session.model.prompts[-1])  # type: ignore[union-attr]
    assert "final_answer('column_letters')" in told
    assert "I changed the files" not in told


def test_other_strategies_and_given_material_go_to_the_loop(make_session: MakeSession, sheet: Path) -> None:
    assert search(make_session, LOOKED, agent_strategy="loop").run(QUESTION).steps == 1
    assert search(make_session, LOOKED, agent_strategy="auto").run(QUESTION).steps == 1
    assert search(make_session, LOOKED).run(QUESTION, material="def column_letters(): ...").steps == 1


def test_secrets_are_not_shown(make_session: MakeSession, sheet: Path) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    (sheet / "address.py").write_text(f'TOKEN = "{secret}"\n\n\n' + LETTERS)
    session = search(make_session, *["column_letters"] * VOTES)
    session.run(QUESTION)
    shown = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert ("def column_letters" in shown, secret in shown) == (True, False)

"""Results: written at once, read again, added up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent_runtime.bench.results import Result, ResultFile, markdown
from agent_runtime.errors import ConfigError

SOLVED = Result(
    task="a", kind="repair", size="xs", checked=True, agent="x", model="m", repeat=1, solved=True, claim="verified",
    outcome="verified", exit_code=0, seconds=2.5, requests=2, prompt_tokens=1500, evaluated_tokens=300,
    generated_tokens=40,
)  # fmt: skip
WRONG = replace(SOLVED, task="b", kind="question", size="xl", checked=False, solved=False, claim="done")


def test_results_are_written_at_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    file = ResultFile(path, resume=False)
    file.append(SOLVED)
    file.append(WRONG)
    assert ResultFile(path, resume=True).results == [SOLVED, WRONG] == file.results


def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    ResultFile(path, resume=False).append(SOLVED)
    with path.open("a") as handle:
        handle.write('{"task": "b", "ki')
    file = ResultFile(path, resume=True)
    file.append(WRONG)
    assert ResultFile(path, resume=True).results == [SOLVED, WRONG]


def test_results_are_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    ResultFile(path, resume=False).append(SOLVED)
    with pytest.raises(ConfigError, match="--resume"):
        ResultFile(path, resume=False)


@pytest.mark.parametrize("text", ['{"task": "a"}\n', "[1]\n", "hello\n"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(text)
    with pytest.raises(ConfigError, match="no results of the bench"):
        ResultFile(path, resume=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        ResultFile(tmp_path / "none.jsonl", resume=True)


def test_what_is_dishonest() -> None:
    assert (SOLVED.false_verified, SOLVED.wrong_claim) == (False, False)
    assert (WRONG.false_verified, WRONG.wrong_claim) == (False, True)
    lie = replace(WRONG, claim="verified")
    assert (lie.false_verified, lie.wrong_claim) == (True, True)
    assert not replace(WRONG, claim="none").wrong_claim


def test_the_tables() -> None:
    other = replace(WRONG, agent="y", requests=0, prompt_tokens=0, evaluated_tokens=0, uncounted=3)
    assert markdown([SOLVED, WRONG, other]) == (
        "| agent | solved | with a check | without | claimed, wrong | false verified | requests | prompt tokens | "
        "evaluated | generated | evaluated per solved | seconds |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| x | 1 of 2 | 1 of 1 | 0 of 1 | 1 | 0 | 4 | 3,000 | 600 | 80 | 600 | 5 |\n"
        "| y | 0 of 1 | – | 0 of 1 | 1 | 0 | 0 | 0 | 0 | 40 | – | 2 |\n\n"
        "| kind | x | y |\n| --- | --- | --- |\n| question | 0 of 1 | 0 of 1 |\n| repair | 1 of 1 | – |\n\n"
        "| size | x | y |\n| --- | --- | --- |\n| xs | 1 of 1 | – |\n| xl | 0 of 1 | 0 of 1 |\n\n"
        "3 requests told no counts: the tokens above are too low by theirs."
    )

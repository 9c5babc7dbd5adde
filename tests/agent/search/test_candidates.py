"""Replies as candidates, and candidates that are made for the test."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.candidates import (
    Candidate,
    Rejected,
    read_reply,
    takes_away,
    without_failing_tests,
)
from agent_runtime.agent.search.evidence import Target
from agent_runtime.agent.search.replies import Block, blocks, closed_blocks
from agent_runtime.tools.testing import TestFailure

FILES = {
    "src/a.py": "def one():\n    return 1\n\n\ndef two():\n    return 1\n",
    "src/b.py": "def three():\n    return 3\n",
    "tests/test_a.py": "def test_two():\n    assert two() == 2\n",
}


def read(
    reply: str, *paths: str, base: dict[str, str | None] | None = None, with_tests: bool = False
) -> Candidate | Rejected:
    targets = [Target(path, 1) for path in paths or ("src/a.py",)]
    files = {**FILES, **{path: text or "" for path, text in (base or {}).items()}}
    return read_reply(
        reply, targets, lambda path: files.get(path, ""), base or {}, known=frozenset(FILES), with_tests=with_tests
    )


FIXED = {"src/a.py": FILES["src/a.py"].replace("def two():\n    return 1", "def two():\n    return 2")}


@pytest.mark.parametrize(
    "reply",
    [
        "```python\ndef two():\n    return 2\n```",
        "Here it is:\n```\ndef two():\n    return 2\n```\nIt returns 2 now.",
        "```python\ndef two():\n    return 2\n",
        "def two():\n    return 2\n",
        "~~~python\ndef two():\n    return 2\n~~~",
        "```python\n# src/a.py\ndef two():\n    return 2\n```",
        "```python\n<<<<<<< SEARCH\ndef two():\n    return 1\n=======\ndef two():\n    return 2\n>>>>>>> REPLACE\n```",
        "```python\n5 | def two():\n6 |     return 2\n```",
        "```python\ndef two():\n    return 2\n\ndef test_two():\n    assert two() == 2\n```",
    ],
)
def test_the_same_fix_in_every_dress(reply: str) -> None:
    found = read(reply)
    assert isinstance(found, Candidate)
    assert found.edits == FIXED


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("```python\ndef two():\n    return 1\n```", "nothing changed"),
        ("I apologize, but I can't assist with that.", "does not parse"),
        ("```python\n# tests/test_a.py\ndef test_two():\n    assert True\n```", "is a test"),
    ],
)
def test_what_is_no_candidate(reply: str, reason: str) -> None:
    found = read(reply)
    assert isinstance(found, Rejected)
    assert reason in found.reason


def test_blocks_go_to_the_files_they_name_or_define() -> None:
    named = read(
        "src/a.py\n```python\ndef two():\n    return 2\n```\n`src/b.py`:\n```python\ndef three():\n    return 4\n```",
        "src/a.py",
        "src/b.py",
    )
    assert isinstance(named, Candidate)
    assert named.edits == {**FIXED, "src/b.py": "def three():\n    return 4\n"}
    defined = read("```python\ndef three():\n    return 4\n```", "src/a.py", "src/b.py")
    assert isinstance(defined, Candidate)
    assert defined.edits == {"src/b.py": "def three():\n    return 4\n"}


def test_candidates_build_on_what_was_reached() -> None:
    found = read("```python\ndef three():\n    return 4\n```", "src/b.py", base=FIXED)
    assert isinstance(found, Candidate)
    assert found.edits == {**FIXED, "src/b.py": "def three():\n    return 4\n"}


def test_tests_are_written_when_they_are_wanted() -> None:
    reply = "```python\ndef test_one():\n    assert one() == 1\n```"
    found = read(reply, "tests/test_new.py", with_tests=True)
    assert isinstance(found, Candidate)
    assert found.edits == {"tests/test_new.py": "def test_one():\n    assert one() == 1\n"}


def test_blocks_and_their_ends() -> None:
    text = "a\n```python\nx = 1\n```\nb\n```js\ny\n```"
    assert [block.code for block in blocks(text)] == ["x = 1\n", "y\n"]
    assert [text[:end].endswith("```") for end in closed_blocks(text)] == [True, True]
    assert blocks("") == []
    assert blocks("src/x.py:\n```\nx\n```") == [Block("src/x.py", "x\n")]


def test_tests_that_hold_are_kept() -> None:
    first, last = "import a\n\n\ndef test_a():\n    assert 1\n\n\n", "def test_c():\n    assert 1\n"
    text = f"{first}@mark\ndef test_b(x):\n    assert 0\n\n\n{last}"
    candidate = Candidate({"tests/test_x.py": text}, "")
    failures = [TestFailure("tests/test_x.py::test_b[3]", "tests/test_x.py")]
    fewer = without_failing_tests(candidate, failures)
    assert fewer is not None
    assert fewer.edits == {"tests/test_x.py": first + last}
    assert without_failing_tests(candidate, []) is None
    most = [*failures, TestFailure("tests/test_x.py::test_a", "tests/test_x.py")]
    assert without_failing_tests(candidate, most) is None


QUEUE = "def blocked(self):\n    return [job for job in self if job.waits and lost.intersection(job.after)]\n"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (QUEUE.replace("lost.intersection(job.after)", "lost"), True),
        (QUEUE.replace(" if job.waits and lost.intersection(job.after)", ""), True),
        (QUEUE.replace("job.waits and lost", "lost"), True),
        (QUEUE.replace("and", "or"), False),
        (QUEUE.replace("job.waits", "not job.waits"), False),
        (QUEUE.replace("job.waits and", "job.after and"), False),
        (QUEUE.replace("job.waits", "job.waits > 1"), False),
        ("def blocked(self):\n    return []\n", True),
        ("# blocked\n" + QUEUE, False),
        (None, False),
    ],
)
def test_a_change_that_only_takes_code_away(new: str | None, expected: bool) -> None:
    assert takes_away(lambda path: QUEUE, {"queue.py": new}) is expected


def test_what_is_added_elsewhere_is_no_loss() -> None:
    less = QUEUE.replace("job.waits and ", "")
    texts = {"queue.py": QUEUE, "other.py": "x = 1\n"}
    assert takes_away(texts.__getitem__, {"queue.py": less})
    assert not takes_away(texts.__getitem__, {"queue.py": less, "other.py": "x = 1\ny = 2\n"})
    assert not takes_away(texts.__getitem__, {"queue.js": "x"})


def test_what_another_file_defines_is_left_to_it() -> None:
    reply = "```python\ndef two():\n    return 2\n\n\ndef three():\n    return 0\n```"
    others = ["src/b.py"]
    found = read_reply(reply, [Target("src/a.py", 1)], lambda path: FILES.get(path, ""), {}, others=others)
    assert isinstance(found, Candidate)
    assert found.edits == FIXED
    alone = read_reply("```python\ndef three():\n    return 0\n```", [Target("src/a.py", 1)], FILES.__getitem__, {})
    assert isinstance(alone, Candidate)  # nothing else is in the reply: it is meant

"""Where a reply begins that goes on from a function's head, and where it ends."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.evidence import Place
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.models.base import never

MODULE = '''\
import json


class Queue:
    def __init__(self):
        self.jobs = []

    @property
    def first(
        self,
    ):
        """The first job."""
        return self.jobs[-1]


def load(text): return json.loads(text)


def dump(jobs):
    return json.dumps(jobs)
'''
FIRST = '```python\n    @property\n    def first(\n        self,\n    ):\n        """The first job."""\n'


def test_a_reply_begins_with_the_head() -> None:
    assert beginning(Place("q.py", "Queue.first"), MODULE) == FIRST
    assert beginning(Place("q.py", "dump"), MODULE) == "```python\ndef dump(jobs):\n"


@pytest.mark.parametrize(
    ("path", "text", "function"),
    [
        ("q.py", MODULE, "load"),
        ("q.py", MODULE, "missing"),
        ("q.py", "def f(:\n    pass\n", "f"),
        ("q.js", "function f() {\n  return 1;\n}\n", "f"),
    ],
)
def test_what_has_no_head_of_its_own_begins_by_itself(path: str, text: str, function: str) -> None:
    assert beginning(Place(path, function), text) == ""


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        ("        return self.jobs[0]\n```\nThis is right.", "        return self.jobs[0]\n"),
        (
            "        return self.jobs[0]\n\n    def last(self):\n        return 1\n",
            "        return self.jobs[0]\n\n",
        ),
        ('        return """\nx\n"""\n\n\nprint(1)\n', '        return """\nx\n"""\n\n\n'),
        ("        return max(\n    1,\n    2,\n    )\nx = 1\n", "        return max(\n    1,\n    2,\n    )\n"),
    ],
)
def test_a_reply_ends_behind_the_function(reply: str, kept: str) -> None:
    end = function_end(FIRST, never)(FIRST + reply)
    assert end is not None
    assert (FIRST + reply)[:end] == FIRST + kept


def test_a_function_that_goes_on_has_no_end() -> None:
    ends = function_end(FIRST, never)
    assert ends(FIRST) is None
    assert ends(FIRST + "        if self.jobs:\n\n            return 1\n    x") is None


def test_a_reply_that_begins_otherwise_ends_otherwise() -> None:
    assert function_end(FIRST, len)("def first(self):\n    return 1\n") == 30
    assert function_end("", len)("12345") == 5


def test_a_constant_is_begun_by_its_name() -> None:
    begin = beginning(Place("q.py", "LIMITS", is_function=False), "LIMITS = {\n    'a': 1,\n}\n")
    assert begin == "```python\nLIMITS ="
    end = function_end(begin, never)(begin + " {\n    'a': 2,\n}\n```\n")
    assert end == len(begin + " {\n    'a': 2,\n}\n")

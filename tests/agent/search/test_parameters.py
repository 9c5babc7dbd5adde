"""The parameter that a function is to have."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.evidence import Place
from agent_runtime.agent.search.parameters import opened, wanted_parameter
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.models.base import never

TEXT = '''\
class Queue:
    def add(self, title, *, priority=0) -> int:
        """Add a job."""
        return 1

    def clear(self):
        self.jobs = []

    def call(self, **options):
        pass


def slugify(
    text,
    sep="-",
):
    return text
'''
UNEXPECTED = "E   TypeError: slugify() got an unexpected keyword argument 'limit'"


@pytest.mark.parametrize(
    ("task", "output", "label", "parameter"),
    [
        ("Give slugify an optional second parameter max_length (default None).", "", "slugify", "max_length"),
        ("Let slugify have a `limit` parameter.", "", "slugify", "limit"),
        ("slugify needs another argument called limit", "", "slugify", "limit"),
        ("slugify ignores its parameter sep.", "", "slugify", None),
        ("slugify ignores the parameter that is given.", "", "slugify", None),
        ("Give slug a parameter limit.", "", "slugify", None),
        ("A test fails.", UNEXPECTED, "slugify", "limit"),
        ("A test fails.", UNEXPECTED, "Queue.add", None),
        ("A test fails.", UNEXPECTED.replace("slugify", "Queue.add"), "Queue.add", "limit"),
        ("Give call a parameter limit.", "", "Queue.call", None),
        ("Give nothing a parameter limit.", "", "nothing", None),
    ],
)
def test_what_is_to_be_given(task: str, output: str, label: str, parameter: str | None) -> None:
    assert wanted_parameter(task, output, TEXT, label) == parameter


@pytest.mark.parametrize(
    ("label", "head"),
    [
        ("slugify", 'def slugify(\n    text,\n    sep="-", limit'),
        ("Queue.add", "    def add(self, title, *, priority=0, limit"),
        ("Queue.clear", "    def clear(self, limit"),
        ("Queue.call", None),
    ],
)
def test_the_head_as_far_as_the_new_parameter(label: str, head: str | None) -> None:
    assert opened(TEXT, label, "limit") == head


def test_a_reply_goes_on_behind_the_parameter() -> None:
    begin = beginning(Place("a.py", "slugify"), TEXT, "limit")
    rest = "=None):\n    return text[:limit]\n\n\n"
    end = function_end(begin, never)(begin + rest + "def other():\n")
    assert end == len(begin + rest)

"""What a request about one function shows."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.slicing import called_here, constants, focus, head, holds_constant, with_word

MODULE = '''\
"""A queue."""

import json
import re
from dataclasses import dataclass, field

LIMIT = 3
_WORD = re.compile(r"\\w+")
OTHER = 1


def helper(text):
    """Words."""
    return _WORD.findall(text)


def unused():
    return OTHER


@dataclass
class Queue:
    """Jobs."""

    jobs: list = field(default_factory=list)

    def __init__(self, jobs=()):
        self.jobs = list(jobs)

    @property
    def ready(self):
        """The jobs that can start."""
        return [job for job in self.jobs if self.can_start(job)][:LIMIT]

    def can_start(self, job):
        return bool(helper(job))

    def clear(self):
        self.jobs = []


def words(text):
    found = []
    for word in _WORD.findall(text):
        found.append(word)
    return found
'''


def test_a_function_with_what_it_uses() -> None:
    cut = focus(MODULE, "words")
    assert cut is not None
    assert cut.startswith('import re\n_WORD = re.compile(r"\\w+")\n\ndef words(text):\n    found = []')
    assert "json" not in cut
    assert "unused" not in cut


def test_a_method_with_its_class() -> None:
    cut = focus(MODULE, "Queue.ready")
    assert cut is not None
    for shown in (
        "LIMIT = 3",
        "class Queue:",
        "self.jobs = list(jobs)",
        "def can_start(self, job):\n        ...",
        "@property",
    ):
        assert shown in cut
    assert "clear" not in cut
    assert cut.endswith("[:LIMIT]")


def test_without_its_body_what_describes_a_function_stays() -> None:
    cut = focus(MODULE, "Queue.ready", body=False)
    assert cut is not None
    assert cut.endswith('    def ready(self):\n        """The jobs that can start."""\n        ...')
    assert "[:LIMIT]" not in cut
    bare = focus(MODULE, "words", body=False)
    assert bare is not None
    assert bare.endswith("def words(text):\n    ...")


@pytest.mark.parametrize("label", ["Queue", "nothing", "Queue.nothing", "words.inner"])
def test_what_is_no_function_at_the_top_or_of_a_class_is_not_cut_out(label: str) -> None:
    assert focus(MODULE, label) is None


def test_a_file_that_does_not_parse() -> None:
    assert focus("def broken(:\n", "broken") is None


def test_one_line_functions_and_class_bodies_on_one_line() -> None:
    assert focus("def one(): return 1\n", "one") == "def one(): return 1"
    assert focus("class A: x = 1\n\n\ndef make():\n    return A()\n", "make") is not None


def test_a_constant_with_what_uses_it() -> None:
    assert focus(MODULE, "_WORD") == (
        'import re\n\ndef helper(text):\n    """Words."""\n    return _WORD.findall(text)\n\n'
        "def words(text):\n    found = []\n    for word in _WORD.findall(text):\n        found.append(word)\n"
        '    return found\n\n_WORD = re.compile(r"\\w+")'
    )
    assert head(MODULE, "_WORD") == ["_WORD ="]
    assert focus(MODULE, "_WORD", body=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "LOG = logging.getLogger(__name__)",
        "LOG = 1\nLOG = 2",
        "LOG, OTHER = 1, 2",
        "LOG: int = 1",
        f"LOG = '{'x' * 2000}'",
    ],
)
def test_what_is_no_constant(line: str) -> None:
    assert not holds_constant(line, "LOG")


def test_the_constants_that_a_function_uses() -> None:
    text = "from limits import LOW, HIGH as TOP\nfrom .units import UNITS\n\nSCALE = 2\nREST = 3\n\n\n"
    text += "def f(x):\n    return UNITS[x] * SCALE * max(LOW, TOP) * SCALE\n"
    found = constants(text, "f")
    assert found[0] == ("SCALE", "")
    assert sorted(found[1:]) == [("LOW", "limits"), ("UNITS", ".units")]
    assert constants(text, "g") == []


def test_what_a_function_calls_in_its_file() -> None:
    text = (
        "import os\n\n\ndef read(text):\n    return [_part(each) for each in text]\n\n\n"
        "def _part(each):\n    return os.path.join(_number(each), read(each))\n\n\n"
        "def _number(each):\n    return int(each)\n\n\ndef other():\n    return read(1)\n\n\n"
        "class Book:\n    def add(self):\n        return self._sorted(), _number(1)\n\n"
        "    def _sorted(self):\n        return other.add()\n"
    )
    assert called_here(text, "read") == ["_part", "_number"]
    assert called_here(text, "Book.add") == ["Book._sorted", "_number"]
    assert called_here(text, "nothing") == []


@pytest.mark.parametrize(
    ("line", "longer"),
    [
        ('RULES = ("daily", "weekly")', 'RULES = ("daily", "weekly", "yearly")'),
        (
            "RULES = frozenset({'daily', 'weekly'})  # known",
            "RULES = frozenset({'daily', 'weekly', 'yearly'})  # known",
        ),
        ('RULES = [\n    "daily",\n    "ä",\n]', 'RULES = [\n    "daily",\n    "ä", "yearly",\n]'),
        ('RULES = ("daily", "yearly")', None),
        ('RULES = ("daily", 1)', None),
        ("RULES = 3", None),
    ],
)
def test_a_word_that_a_list_lacks(line: str, longer: str | None) -> None:
    text = f"X = 1\n{line}\n"
    assert with_word(text, "RULES", "yearly") == (None if longer is None else f"X = 1\n{longer}\n")


def test_the_class_of_which_fields_are_read_is_shown() -> None:
    text = (
        "@dataclass\nclass Book:\n    title: str\n    read: bool = False\n\n"
        "    def label(self):\n        return 1\n\n\n"
        "class Shelf:\n    def __init__(self, room):\n        self.room = room\n\n\n"
        "class Pen:\n    colour: str\n\n\n"
        "def find(books, text):\n    return [each for each in books if text in each.title and each.room]\n"
    )
    cut = focus(text, "find") or ""
    assert "class Book:\n    title: str\n    read: bool = False\n" in cut
    assert "self.room = room" in cut
    assert "Pen" not in cut
    assert "label" not in cut

"""Answers that are made for the tests."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.special_casing import special_cases

TESTS = "def test_it():\n    assert shout('hello') == 'HELLO!'\n    assert size([4, 5]) == 37\n"


@pytest.mark.parametrize(
    "new",
    [
        "def shout(text):\n    if text == 'hello':\n        return 'HELLO!'\n    return text\n",
        "def shout(text):\n    return 'HELLO!' if text == 'hello' else text\n",
        "def shout(text):\n    match text:\n        case 'hello':\n            return 'HELLO!'\n    return text\n",
        "def shout(text):\n    return 'HELLO!'\n",
        "def shout(text):\n    return 37\n",
    ],
)
def test_an_answer_to_the_test_alone_is_seen(new: str) -> None:
    assert special_cases("def shout(text):\n    return text\n", new, "a.py", TESTS, "make shout shout")


@pytest.mark.parametrize(
    "new",
    [
        "def shout(text):\n    return text.upper() + '!'\n",
        "def shout(text):\n    if not text:\n        return ''\n    return text.upper() + '!'\n",
        "def size(items):\n    if len(items) == 0:\n        return 0\n    return sum(items)\n",
    ],
)
def test_an_honest_fix_is_not_suspected(new: str) -> None:
    assert special_cases("def shout(text):\n    return text\n", new, "a.py", TESTS, "make shout shout") == []


def test_what_the_task_names_may_be_written() -> None:
    new = "def shout(text):\n    if text == 'hello':\n        return 'HELLO!'\n    return text\n"
    assert special_cases("def shout(text):\n    return text\n", new, "a.py", TESTS, "for hello return HELLO!") == []


@pytest.mark.parametrize(
    "new",
    [
        "def force(speed):\n    shout = lambda text: text + '!'\n    return shout(speed)\n",
        "def force(speed):\n    def shout(text):\n        return text\n    return shout(speed)\n",
        "def force(speed):\n    async def shout(text):\n        return text\n    return shout(speed)\n",
    ],
)
def test_a_function_that_is_made_anew_where_it_is_used_is_not_mended(new: str) -> None:
    old = "from sizes import size\n\n\ndef shout(text):\n    return text\n\n\n"
    kept = "def force(speed):\n    return shout(speed)\n"
    assert special_cases(old + kept, old + new, "a.py", TESTS, "x") == ["shout made anew inside force"]
    assert special_cases(old + new, old + new, "a.py", TESTS, "x") == []
    assert special_cases(old + kept.replace("shout(", "size("), old + new, "a.py", TESTS, "x") == []  # not used before
    assert special_cases(old, old + new, "a.py", TESTS, "x") == []
    inside = (
        "def force(speed):\n    class Own:\n        def shout(self):\n            return shout(1)\n    return Own()\n"
    )
    assert special_cases(old + kept, old + inside, "a.py", TESTS, "x") == []


MINUTES = '@parametrize(("text", "minutes"), [("90", 90), ("2h", 120)])\ndef test_minutes(text, minutes): ...\n'
TABLE = """\
def minutes(text):
    known = {"90": 90, "2h": 120}
    if text in known:
        return known[text]
    raise ValueError
"""
MATCH = """\
def minutes(text):
    match text.lower():
        case "90":
            return 90
        case "2h":
            return 120
    raise ValueError
"""
CHAIN = """\
def minutes(text):
    if text == "90":
        return 90
    elif text == "2h":
        return 120
    raise ValueError
"""


@pytest.mark.parametrize(
    ("new", "task", "expected"),
    [
        (TABLE, "minutes of `90` or `2h`", ["a table of '90', '2h'"]),
        (MATCH, "minutes of `90` or `2h`", ["a table of '90', '2h'"]),
        (CHAIN, "minutes of `90` or `2h`", ["a table of '90', '2h'"]),
        (CHAIN.replace("raise ValueError", "return int(text)"), "minutes of `90` or `2h`", []),  # answers others too
        (TABLE.replace("known[text]", "known.get(text)"), "minutes", ["a table of '90', '2h'"]),
        ('def minutes(text):\n    return {"90": 90, "2h": 120}[text]\n', "minutes", ["a table of '90', '2h'"]),
        (TABLE, "`90` is 90 and `2h` is 120", []),  # the task says so
        (TABLE.replace('"2h": 120', '"2h": 120, "x": 1, "y": 2'), "minutes", []),  # holds more than the tests
        (TABLE.replace("known[text]", "known[text[0]]"), "minutes", []),  # a part of the argument
        (TABLE.replace("120", "7200"), "minutes", []),
    ],
)
def test_a_table_of_what_the_tests_expect_is_seen(new: str, task: str, expected: list[str]) -> None:
    assert special_cases("", new, "a.py", MINUTES, task) == expected
    assert special_cases(new, new, "a.py", MINUTES, task) == []


@pytest.mark.parametrize(
    "old",
    [
        'KNOWN = {"90": 90, "2h": 120}\ndef minutes(text):\n    return int(text)\n',  # there, and not looked up
        'def minutes(text):\n    return {"90": 90, "2h": 12}[text]\n',  # one value is mended
        'def minutes(text):\n    if text == "90":\n        return 90\n    if text == "2h":\n        return 12\n',
    ],
)
@pytest.mark.parametrize("new", [TABLE, MATCH, CHAIN])
def test_a_table_that_was_there_may_be_used_and_mended(old: str, new: str) -> None:
    assert special_cases(old, new, "a.py", MINUTES, "minutes are wrong") == []


def test_a_table_of_the_tests_cases_in_place_of_another_one_is_seen() -> None:
    old = 'def minutes(text):\n    return {"1d": 1440, "2d": 2880}[text]\n'
    assert special_cases(old, TABLE, "a.py", MINUTES, "minutes are wrong") == ["a table of '90', '2h'"]


def test_a_table_that_is_filled_with_the_tests_cases_is_seen() -> None:
    tests = MINUTES.replace('("90", 90)', '("1", 60), ("90", 90)')
    old = 'def minutes(text):\n    return {"1": 60}[text]\n'
    new = 'def minutes(text):\n    return {"1": 60, "90": 90, "2h": 120}[text]\n'
    assert special_cases(old, new, "a.py", tests, "minutes are wrong") == ["a table of '90', '2h'"]


DATES = 'def test_none():\n    assert shown("| date | default: long ago", "") == "since long ago"\n'


@pytest.mark.parametrize(
    ("answer", "task", "papers", "suspicious"),
    [
        ('return "long ago"', "x", "", True),
        ('return text if text else "long ago"', "x", "", True),
        ('return ""', "x", "", False),
        ('return "since"', "x says since", "", False),
        ('return "long ago"', "x", "It says long ago.", False),
        ('return "tomorrow"', "x", "", False),
        ('raise ValueError("long ago")', "x", "", False),
    ],
)
def test_a_text_that_only_tests_know_is_no_answer(answer: str, task: str, papers: str, suspicious: bool) -> None:
    old = "def day(text):\n    return parse(text)\n"
    new = f"def day(text):\n    try:\n        return parse(text)\n    except ValueError:\n        {answer}\n"
    assert bool(special_cases(old, new, "a.py", DATES, task, papers)) is suspicious

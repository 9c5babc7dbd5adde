"""Samples of which no two are alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent_runtime.models.base import Alternative, Sample, Sampling, never
from agent_runtime.models.diverging import LIKELY, ROOM, distinct

BEGIN = "def f(x):\n"
COPY = BEGIN + "    y = x + 1\n    if y:\n        y = 2\n    return y\n"
AT = COPY.index("+")


def drawn(later: Callable[[str], str], *alternatives: Alternative, n: int = 8) -> tuple[list[Sample], list[Sampling]]:
    """The samples of a model that says `COPY`, and `later` of what it is to go on from; and what it was asked."""
    asked: list[Sampling] = []

    def one(sampling: Sampling) -> Sample:
        asked.append(sampling)
        if sampling.alternatives:
            return Sample(0, COPY, "stop", alternatives)
        text = sampling.begin + later(sampling.begin)
        end = sampling.ends(text)
        return Sample(0, text[:end], "stop")

    return list(distinct(one, Sampling(n, 0.6, 400, begin=BEGIN, distinct=True))), asked


def test_the_likeliest_turns_come_first() -> None:
    unlikely = Alternative(AT, "%", 0.0001)
    found, asked = drawn(
        lambda begin: " 1\n    if y:\n        wrong\n", Alternative(AT, "-", 0.1), Alternative(AT, "*", 0.3), unlikely
    )
    assert [sample.text for sample in found] == [COPY, COPY.replace("+", "*"), COPY.replace("+", "-")]
    assert [sample.index for sample in found] == [0, 1, 2]
    assert [(each.begin[AT:], each.n, each.temperature) for each in asked] == [("", 1, 0), ("*", 1, 0), ("-", 1, 0)]
    assert [(each.alternatives, each.max_tokens) for each in asked] == [(LIKELY, 400), (0, ROOM), (0, ROOM)]


def test_a_line_can_be_put_in_and_left_out() -> None:
    put_in = Alternative(COPY.index("if"), "y += 3", 0.2)
    left_out = Alternative(COPY.index("    if y"), "    return", 0.1)
    found, _ = drawn(lambda begin: "\n    if y:\n" if "+= 3" in begin else " y\n", put_in, left_out)
    assert [sample.text for sample in found[1:]] == [
        COPY.replace("    if y", "    y += 3\n    if y"),
        BEGIN + "    y = x + 1\n    return y\n",
    ]


def test_the_line_that_is_met_is_the_next_one_and_no_bracket() -> None:
    found, _ = drawn(lambda begin: " 1\n)\n    y = x + 1\n    return y\n    never\n", Alternative(AT, "-", 0.2))
    assert found[1].text == BEGIN + "    y = x - 1\n)\n    y = x + 1\n    if y:\n        y = 2\n    return y\n"


def test_what_never_comes_back_is_taken_as_it_is() -> None:
    found, _ = drawn(lambda begin: " 1\n    return 5", Alternative(AT, "-", 0.2))
    assert found[1].text == BEGIN + "    y = x - 1\n    return 5"


def test_no_sample_comes_twice_and_no_more_than_wanted() -> None:
    twice = (Alternative(AT, "-", 0.3), Alternative(AT, "- ", 0.2), Alternative(AT, "+", 0.1))
    found, _ = drawn(lambda begin: "1\n    if y:\n" if begin.endswith("- ") else " 1\n    if y:\n", *twice)
    assert len(found) == 2
    many = tuple(Alternative(AT, f"- {number} -", 0.5) for number in range(9))
    found, asked = drawn(lambda begin: " 1\n    if y:\n", *many, n=4)
    assert len(found) == 4
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("place", "text", "same"),
    [
        ("+", "  +", True),
        ("+", "+=", False),
        ("+", "# plus", True),
        ("x + 1", "xs", False),
        ("x + 1", "x", True),
        (" 1", "\n\n", True),
        (" 1", "        ", False),
        ('"one"', "'", True),
        ('"one"', "'one", True),
        ('"one"', "'two", False),
        ('"one"', "one", False),
        ("```", "``", True),
        ("return", "ret", False),
    ],
)
def test_what_only_writes_the_same_comes_last(place: str, text: str, same: bool) -> None:
    reply = f'{BEGIN}    y = x + 1\n    return "one"\n```\n'
    likely, unlikely = Alternative(reply.index(place), text, 0.3), Alternative(reply.index("y ="), "z", 0.01)
    asked: list[str] = []

    def one(sampling: Sampling) -> Sample:
        asked.append(sampling.begin)
        return Sample(0, reply if sampling.alternatives else f"{sampling.begin} 7", "stop", (likely, unlikely))

    assert len(list(distinct(one, Sampling(3, distinct=True)))) == 3
    assert asked[1].endswith("    z") is same


def test_a_turn_behind_the_end_of_the_reply_is_none() -> None:
    found, asked = drawn(never_called, Alternative(len(COPY), "x", 0.9))
    assert [sample.text for sample in found] == [COPY]
    assert len(asked) == 1


def test_a_request_without_a_reply_has_no_samples() -> None:
    assert list(distinct(lambda sampling: None, Sampling(3, ends=never))) == []


def never_called(begin: str) -> str:
    raise AssertionError(begin)

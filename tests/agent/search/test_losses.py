"""Parts of values that stand for the whole."""

from __future__ import annotations

import ast

import pytest

from agent_runtime.agent.search.losses import parts_for_wholes
from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.turning import turns


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("(a.day - b.start.day) % 2", ["((a - b.start).days) % 2"]),
        ("x + a.month - b.month", []),
        ("a.month - b.month + 1", ["((a.year - b.year) * 12 + a.month - b.month) + 1"]),
        ("(a.minute - b.minute) * 2", ["((a.hour - b.hour) * 60 + a.minute - b.minute) * 2"]),
        ("a.day - b.month", []),
        ("a.day + b.day", []),
        ("(a - b).seconds // 60", ["(a - b).total_seconds() // 60"]),
        ("span.seconds", ["span.total_seconds()"]),
        ("self.seconds", []),
        ("-size if int(match[1]) < 0 else size", ['-size if match[1].startswith("-") else size']),
        ("float(text) >= 0", ['not text.startswith("-")']),
        ("int(text) < 1", []),
        ("int(text, 8) < 0", []),
    ],
)
def test_what_looks_at_the_whole(line: str, found: list[str]) -> None:
    text = f"return {line}"
    turned = parts_for_wholes(ast.parse(text), Source(text))
    assert [text[: turn.start] + turn.new + text[turn.end :] for turn in turned] == [f"return {each}" for each in found]


def test_they_are_among_what_is_turned() -> None:
    text = "def f(a, b):\n    return (a.day - b.day) % 2\n"
    assert text.replace("a.day - b.day", "(a - b).days") in turns(text, "f", 12)


def test_a_named_constant_is_left_out_of_a_call() -> None:
    text = "def f(p):\n    p.add('--width', type=int, default=60, help='x')\n    return g(wide=True)\n"
    found = turns(text, "f", 99)
    assert text.replace(", default=60", "") in found
    assert text.replace(", help='x'", "") in found
    assert text.replace(", type=int", "") not in found
    assert text.replace("wide=True", "") not in found

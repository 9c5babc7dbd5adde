"""What a small model writes, put into the file it belongs to."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_runtime.agent.search.merging import CannotMerge, merge

OLD = '''"""Shapes."""

import math

SIDES = 4


@cache
def area(radius):
    # a comment that stays
    return math.pi * radius


class Box:
    """A box."""

    size = 1

    def volume(self):
        return self.size

    def double(self):
        return Box(self.size * 2)


if __name__ == "__main__":
    print(area(2))
'''


def test_a_function_replaces_its_old_self_and_nothing_else() -> None:
    merged = merge("a.py", OLD, "def area(radius):\n    return math.pi * radius**2")
    assert merged == OLD.replace(
        "    # a comment that stays\n    return math.pi * radius\n", "    return math.pi * radius**2\n"
    )


def test_a_whole_file_changes_only_what_differs() -> None:
    """Comments of functions that the model left alone stay, though it dropped them."""
    reply = OLD.replace("    # a comment that stays\n", "").replace("return self.size\n", "return self.size**3\n")
    assert merge("a.py", OLD, reply) == OLD.replace("return self.size\n", "return self.size**3\n")


@pytest.mark.parametrize(
    "reply",
    [
        "def volume(self):\n    return self.size**3",
        "    def volume(self):\n        return self.size**3",
        "class Box:\n    def volume(self):\n        return self.size**3",
        "class Box:\n    ...\n\n    def volume(self):\n        return self.size**3",
    ],
)
def test_a_method_is_found_however_it_is_written(reply: str) -> None:
    assert merge("a.py", OLD, reply) == OLD.replace("return self.size\n", "return self.size**3\n")


def test_functions_that_were_left_out_stay() -> None:
    reply = (
        'def area(radius):\n    """Area."""\n    ...\n\nclass Box:\n    def volume(self):\n        return self.size**3'
    )
    assert merge("a.py", OLD, reply) == OLD.replace("return self.size\n", "return self.size**3\n")


def test_new_names_are_added() -> None:
    reply = (
        "import os\nfrom math import tau\n\nCORNERS = 8\n\ndef edges():\n    return 12\n\n"
        "class Box:\n    def half(self):\n        return 1"
    )
    merged = merge("a.py", OLD, reply)
    names = {node.name for node in ast.walk(ast.parse(merged)) if isinstance(node, ast.FunctionDef)}
    assert names == {"area", "volume", "double", "half", "edges"}
    assert "import os\n" in merged
    assert "CORNERS = 8" in merged
    assert merged.index("def edges") < merged.index("if __name__")


def test_imports_from_the_same_module_are_joined() -> None:
    assert merge("a.py", "from math import pi\n\nX = pi\n", "from math import tau\n\nX = tau") == (
        "from math import pi, tau\n\nX = tau\n"
    )


def test_a_function_that_was_cut_off_behind_its_docstring_stays() -> None:
    new = "class Box:\n    def volume(self):\n        return self.size**3\n\n    def surface(self):\n"
    cut_off = f'{new}        """All sides."""'
    old = "class Box:\n    def volume(self):\n        return 0\n\n    def surface(self):\n        return 6\n"
    assert merge("box.py", old, cut_off) == old.replace("return 0", "return self.size**3")


def test_tests_and_demonstrations_are_left_out() -> None:
    reply = (
        "import pytest\n\ndef area(radius):\n    return 3\n\ndef test_area():\n    assert area(1) == 3\n\n"
        "assert area(1)\nprint(area(2))\nfor n in range(3):\n    print(n)"
    )
    merged = merge("a.py", OLD, reply)
    assert "test_area" not in merged
    assert "pytest" not in merged
    assert merged.count("print(") == 1


def test_a_test_file_keeps_its_tests() -> None:
    reply = "import pytest\n\ndef test_a():\n    assert True\n"
    assert merge("tests/test_a.py", "", reply, keep_tests=True) == reply


def test_a_reply_that_ran_out_of_room_keeps_what_is_whole() -> None:
    reply = "def area(radius):\n    return 3\n\ndef volume(self):\n    return (self.si"
    assert "return 3" in merge("a.py", OLD, reply)


@pytest.mark.parametrize("reply", ["", "I am sorry", "def (:", "print(1)", "def test_it():\n    assert 1"])
def test_a_reply_with_nothing_for_the_file_is_refused(reply: str) -> None:
    with pytest.raises(CannotMerge):
        merge("a.py", OLD, reply)


def test_line_ends_stay() -> None:
    merged = merge("a.py", OLD.replace("\n", "\r\n"), "def area(radius):\n    return 3")
    assert merged.count("\r\n") == merged.count("\n")


JS = """export function total(items) {
  return items.length;
}

function other() {
  return 1;
}

export const half = (n) => {
  return n / 3;
};
"""


def test_other_languages_are_replaced_by_function() -> None:
    merged = merge("a.js", JS, "export function total(items) {\n  return items.length + 1;\n}\n")
    assert merged == JS.replace("items.length;", "items.length + 1;")
    assert merge("a.js", JS, "export const half = (n) => {\n  return n / 2;\n};") == JS.replace("n / 3", "n / 2")


def test_settings_are_taken_whole_or_not_at_all() -> None:
    old = '{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4\n}\n'
    assert merge("a.json", old, old.replace("1", "5")) == old.replace("1", "5")
    with pytest.raises(CannotMerge):
        merge("a.json", old, '"a": 5')


@given(st.sampled_from(["area", "Box"]), st.integers(0, 99))
def test_merging_twice_changes_nothing_more(name: str, value: int) -> None:
    reply = (
        f"def area(radius):\n    return {value}"
        if name == "area"
        else f"class Box:\n    def volume(self):\n        return {value}"
    )
    once = merge("a.py", OLD, reply)
    assert merge("a.py", once, reply) == once
    ast.parse(once)


TWO = (
    "class A:\n    def __init__(self):\n        self.n = 1\n\n\nclass B:\n    def __init__(self):\n        self.n = 2\n"
)


@pytest.mark.parametrize(("within", "old"), [("A", "n = 1"), ("B", "n = 2")])
def test_a_method_that_several_classes_have_goes_to_the_one_that_was_asked_for(within: str, old: str) -> None:
    method = "def __init__(self):\n    self.n = 3\n"
    assert merge("m.py", TWO, method, within=within) == TWO.replace(old, "n = 3")


@pytest.mark.parametrize("within", ["", "C"])
def test_it_goes_nowhere_when_none_was(within: str) -> None:
    with pytest.raises(CannotMerge, match="comes without its class"):
        merge("m.py", TWO, "def __init__(self):\n    self.n = 3\n", within=within)


def test_what_was_not_shown_stays() -> None:
    reply = "def area(radius):\n    return 7\n\nclass Box:\n    def volume(self):\n        return self.size**3"
    assert merge("a.py", OLD, reply, unseen={"area"}) == OLD.replace("return self.size\n", "return self.size**3\n")
    assert "return 7" in merge("a.py", OLD, reply, unseen={"Box.volume"})

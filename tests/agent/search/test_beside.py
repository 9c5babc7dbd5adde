"""What a request for something new shows of other code."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent_runtime.agent.search.asking import request_to_write
from agent_runtime.agent.search.beside import MAX_CHARS, MAX_MET_CHARS, beside, met
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.wanted import Wanted

FILES = {
    "shop/desk.py": (
        "from shop.model import Loan, count\nfrom .errors import Closed\nfrom os import path\n\n\n"
        "class Desk:\n    def late(self, today):\n        return []\n\n    def other(self):\n        return 1\n"
    ),
    "shop/model.py": (
        '@dataclass\nclass Loan:\n    """One."""\n\n    item: str\n    due: date = None\n\n'
        "    def __init__(self, item):\n        self.item = item\n\n"
        '    def days(self, today):\n        """How many."""\n        return today - self.due\n\n'
        "    def short(self): return 1\n\n\ndef count():\n    return 1\n"
    ),
    "shop/errors.py": "class Closed(ShopError):\n    code = 1\n",
}


def shown(evidence: Evidence, path: str, files: dict[str, str] = FILES) -> list[tuple[str, str]]:
    def module_files(module: str, relative_to: str) -> Sequence[str]:
        name = f"shop/{module.rpartition('.')[2]}.py"
        return [name] if name in files else []

    def holding(word: str) -> list[tuple[str, str]]:
        return [(path, text) for path, text in files.items() if word in text]

    return beside(evidence, path, files.__getitem__, module_files, holding)


def test_classes_that_a_file_imports_are_shown_without_bodies() -> None:
    assert shown(Evidence("x"), "shop/desk.py") == [
        (
            "shop/model.py",
            "@dataclass\nclass Loan:\n    item: str\n    due: date = None\n    def __init__(self, item):\n"
            "        self.item = item\n    def days(self, today):\n    def short(self): return 1",
        )
    ]


def test_what_a_method_does_is_told_where_the_task_speaks_of_it() -> None:
    [(_, outline)] = shown(Evidence("Print the days, too."), "shop/desk.py")
    assert '    def days(self, today):\n        """How many."""\n    def short' in outline


def test_a_class_that_a_parameter_is_called_after_is_shown() -> None:
    files = {**FILES, "shop/cli.py": "def run(arguments, desk):\n    return 1\n"}
    heads = "class Desk:\n    def late(self, today):\n    def other(self):"
    assert shown(Evidence("x"), "shop/cli.py", files) == [("shop/desk.py", heads)]
    told = Evidence("Add late(desk) to shop/errors.py.")
    assert shown(told, "shop/errors.py", files) == [("shop/desk.py", heads)]
    tested = Evidence("Add late.", "tests/test_late.py:\nfrom shop.desk import Desk, late\n")
    assert shown(tested, "shop/errors.py", files) == [("shop/desk.py", heads)]
    assert shown(Evidence("Add late to the desk."), "shop/errors.py", files) == []
    twice = {**files, "shop/table.py": "class Desk:\n    top = 1\n"}
    assert shown(Evidence("x"), "shop/cli.py", twice) == []


def test_a_class_whose_objects_a_parameter_holds_is_shown() -> None:
    for parameter, name in (("results", "Result"), ("entries", "Entry"), ("boxes", "Box"), ("top_rows", "TopRow")):
        files = {"a.py": f"class {name}:\n    size: int\n", "b.py": f"def show({parameter}, s, es):\n    pass\n"}
        assert shown(Evidence("x"), "b.py", files) == [("a.py", f"class {name}:\n    size: int")]


def test_a_class_that_an_imported_function_returns_is_shown() -> None:
    for returns in ("Loan", "list[Loan]", '"Loan | None"'):
        files = {
            "shop/a.py": f"class Loan:\n    size: int\n\n\ndef read(path) -> {returns}:\n    ...\n",
            "shop/b.py": "from shop.a import read\n",
        }
        assert shown(Evidence("x"), "shop/b.py", files) == [("shop/a.py", "class Loan:\n    size: int")]


LEGS = {
    "darts/leg.py": "@dataclass\nclass Leg:\n    turns: list[Turn]\n",
    "darts/turn.py": (
        "class Turn:\n    darts: list[str]\n\n    @property\n    def scored(self):\n        return len(self.darts)\n"
    ),
}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("def average(legs):\n    return sum(turn.scored for leg in legs for turn in leg.turns)\n", ["leg", "turn"]),
        ("def average(these: list[Leg]):\n    return 1\n", ["leg"]),
        ("class Turn:\n    pass\n\n\ndef average(turns):\n    return turns.legs\n", ["leg"]),
        ("def average(rows):\n    return rows\n", []),
        ("def other(legs):\n    return legs\n", []),
        ("def average(legs:\n", []),
    ],
    ids=["by names", "by annotation", "its own is seen", "none", "no such function", "no code"],
)
def test_a_function_that_is_there_meets_classes(text: str, paths: list[str]) -> None:
    def holding(word: str) -> list[tuple[str, str]]:
        return [(path, code) for path, code in LEGS.items() if word in code]

    found = met("darts/stats.py", text, "average", holding)
    assert [path for path, _ in found] == [f"darts/{name}.py" for name in paths]
    if "turn" in paths:
        assert found[-1][1] == "class Turn:\n    darts: list[str]\n    @property\n    def scored(self):"


def test_a_function_meets_no_class_that_is_long() -> None:
    long = "class Leg:\n" + "".join(f"    field_{n} = {n}\n" for n in range(MAX_MET_CHARS))
    assert met("a.py", "def f(leg):\n    pass\n", "f", lambda word: [("leg.py", long)]) == []


def test_what_is_too_long_is_not_shown() -> None:
    long = {**FILES, "shop/model.py": "class Loan:\n" + "".join(f"    field_{n} = {n}\n" for n in range(MAX_CHARS))}
    assert shown(Evidence("x"), "shop/desk.py", long) == []


def test_what_an_earlier_step_wrote_is_shown() -> None:
    done = (Wanted("", "late", "member", "Desk"), Wanted("", "late", "command"), Wanted("", "gone", "definition"))
    evidence = Evidence("x", done=done, changed=frozenset({"shop/desk.py"}))
    assert shown(evidence, "shop/errors.py") == [("shop/desk.py", "    def late(self, today):\n        return []")]


def test_other_files_bring_nothing() -> None:
    assert shown(Evidence("x"), "a.json", {"a.json": "{}"}) == []
    assert shown(Evidence("x"), "a.py", {"a.py": "def f(:"}) == []


def test_a_request_for_something_new_shows_the_constructor_and_no_other_body() -> None:
    body = "".join(f"        self.x = {n}\n" for n in range(6))
    text = f"class Desk:\n    def __init__(self):\n{body}\n    def late(self):\n{body.replace('x', 'y')}"
    asked = request_to_write("Add it.", "desk.py", text, "Desk.early", "Missing.", [("model.py", "class Loan: ...")])
    content = asked[-1].content
    assert "self.x = 5" in content
    assert "def late(self):\n        ..." in content
    assert "self.y" not in content
    assert "model.py:\n```python\nclass Loan: ..." in content
    assert "Write the whole early for desk.py" in content

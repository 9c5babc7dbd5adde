"""Which files a task is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from agent_runtime.agent.search import words
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.renaming import Renaming, asked_for, edits
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.testing import TestFailure

FILES = {
    "shop/__init__.py": "from shop.basket import Basket\nfrom shop.money import parse_amount\n",
    "shop/basket.py": "class Basket:\n    def total(self):\n        return 1\n\n    def put(self, it):\n        pass\n",
    "shop/money.py": "def parse_amount(text):\n    return int(text)\n\n\ndef format_amount(n):\n    return str(n)\n",
    "shop/mail.py": "def send(letter):\n    total = 1\n    return total\n",
    "tests/test_shop.py": (
        "from shop import Basket, parse_amount\n\n\ndef test_total():\n    assert Basket().total() == 2\n"
    ),
    "README.md": "# Shop\n\nA basket has a total.\n",
    "settings.toml": 'currency = "EUR"\n',
}


@pytest.fixture
def locator(tmp_path: Path) -> Locator:
    return locator_of(tmp_path, FILES)


def locator_of(tmp_path: Path, files: Mapping[str, str]) -> Locator:
    root = tmp_path / "shop-repo"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Locator(ToolContext(root, Settings(), tmp_path, PathGuard(root), Sandbox(root, backend="none")))


def first(
    locator: Locator, task: str, output: str = "", failure: TestFailure | None = None, *, tests: bool = False
) -> str:
    return locator.rank(Evidence(task, output, failure), with_tests=tests)[0].path


def test_words_of_the_task_find_the_file(locator: Locator) -> None:
    assert first(locator, "The basket's total is wrong. Fix it.") == "shop/basket.py"
    assert first(locator, "Amounts are parsed without their fraction.") == "shop/money.py"
    assert first(locator, "format_amount must put a point before the cents") == "shop/money.py"


def test_a_file_that_only_hands_on_is_no_target(locator: Locator) -> None:
    failure = TestFailure("tests/test_shop.py::test_total", "tests/test_shop.py")
    assert first(locator, "Make the tests pass", ">       assert Basket().total() == 2", failure) == "shop/basket.py"


def test_the_deepest_frame_counts_most(locator: Locator) -> None:
    output = "tests/test_shop.py:5: in test_total\nshop/basket.py:3: in total\nshop/mail.py:2: ZeroDivisionError"
    ranked = locator.rank(Evidence("Make it work", output), with_tests=False)
    assert [target.path for target in ranked[:2]] == ["shop/mail.py", "shop/basket.py"]
    assert ranked[0].functions == ("send",)


@pytest.mark.parametrize(
    ("path", "text", "line", "suspect"),
    [
        (
            "find.py",
            "def find(xs, x):\n    def go(a, b):\n        return go(a, b)\n\n    return go(0, len(xs))\n",
            3,
            "find",
        ),
        ("find.py", "class A:\n    def f(self):\n        class B:\n            def g(self): 1 / 0\n", 4, "A.f"),
        ("find.js", "export function find(xs) {\n  const go = (n) => {\n    return go(n);\n  };\n}\n", 3, "find"),
        ("find.js", "const find = (xs) => {\n  function go(n) {\n    return go(n);\n  }\n};\n", 3, "find"),
        ("find.js", "class A {\n  find(xs) {\n    return 1;\n  }\n}\n", 3, "A.find"),
    ],
)
def test_a_fault_inside_an_inner_function_is_in_the_outer_one(
    locator: Locator, tmp_path: Path, path: str, text: str, line: int, suspect: str
) -> None:
    (tmp_path / "shop-repo" / path).write_text(text)
    locator = Locator(locator._context)
    found = locator.suspects(Evidence("Mend it", f"{path}:{line}: in it\n{path}:{line}: RecursionError"))
    assert [place.function for place in found] == [suspect]


def test_tests_and_papers_are_targets_only_when_they_are_wanted(locator: Locator) -> None:
    task = "Write tests/test_money.py with tests for parse_amount."
    assert first(locator, task, tests=True) == "tests/test_money.py"
    assert not locator.rank(Evidence(task), with_tests=True)[0].exists
    assert first(locator, "Describe the basket in the README.") == "README.md"
    assert "README.md" not in [target.path for target in locator.rank(Evidence("fix the basket"), with_tests=False)]


def test_a_module_that_cannot_be_imported_may_have_to_be_written(locator: Locator) -> None:
    ranked = locator.rank(Evidence("Make it pass", "ModuleNotFoundError: No module named 'shop.tax'"), with_tests=False)
    assert "shop/tax.py" in [target.path for target in ranked if not target.exists]


def test_nothing_is_found_for_a_task_about_nothing(locator: Locator) -> None:
    assert locator.rank(Evidence("xyzzy"), with_tests=False) == []


def test_words_are_parts_of_names_without_endings() -> None:
    assert words.words("parseAmounts HTTPServer running_balances") == [
        "pars",
        "amount",
        "http",
        "server",
        "runn",
        "balanc",
    ]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (
            "Rename the function parse_amount to read_amount everywhere.",
            Renaming("parse_amount", "read_amount", False, True),
        ),
        (
            "Rename parse_amount to read_amount. The old name must not remain anywhere.",
            Renaming("parse_amount", "read_amount", False, True),
        ),
        ("Rename parse_amount to read_amount.", Renaming("parse_amount", "read_amount", False, False)),
        (
            "Rename parse_amount to read_amount. Do not change behaviour anywhere else.",
            Renaming("parse_amount", "read_amount", False, False),
        ),
        ("Rename `Basket.total` to `Basket.sum`, tests included.", Renaming("total", "sum", True, False, "Basket")),
        ("Rename the method Basket.total() to Basket.sum()", Renaming("total", "sum", True, False, "Basket")),
        ("Rename priority to urgency everywhere: no old name may stay.", Renaming("priority", "urgency", False, True)),
        (
            "Rename the function to_number of shop/money.py to as_number",
            Renaming("to_number", "as_number", False, False),
        ),
        (
            "The method give_back should be called take_back. Change it everywhere.",
            Renaming("give_back", "take_back", False, True),
        ),
        (
            "The function `show` of Shelf in shelf.py must be named `display`",
            Renaming("show", "display", False, False, "Shelf"),
        ),
        (
            "Please change the name of the class Shelf to Bookcase.",
            Renaming("Shelf", "Bookcase", False, False),
        ),
        ("The function close should be called twice.", None),
        ("The method close should be called before the file is read.", None),
        ("The function load should be called automatically.", None),
        ("Change the name of the file a.py to b.py", None),
        ("Rename the file a.py to b.py", None),
        ("Rename x to class", None),
        ("Fix the name of the function", None),
    ],
)
def test_what_a_task_wants_renamed(task: str, expected: Renaming | None) -> None:
    assert asked_for(task) == expected


def test_a_member_is_renamed_and_other_words_stay(locator: Locator) -> None:
    [found] = edits(Renaming("total", "sum", attribute=True, everywhere=False), locator)
    assert found == {
        "shop/basket.py": FILES["shop/basket.py"].replace("def total", "def sum"),
        "tests/test_shop.py": FILES["tests/test_shop.py"].replace("Basket().total()", "Basket().sum()"),
    }


def test_a_name_is_renamed_in_code_and_texts(locator: Locator) -> None:
    [found] = edits(Renaming("parse_amount", "read_amount", attribute=False, everywhere=False), locator)
    assert set(found) == {"shop/__init__.py", "shop/money.py", "tests/test_shop.py"}
    assert all("parse_amount" not in (text or "") for text in found.values())


def test_the_names_of_tests_are_renamed_too_where_a_name_is_to_go_everywhere(tmp_path: Path) -> None:
    code = {
        "rates.py": "def find_rate(day):\n    return 1\n\n\ndef find_rates():\n    return find_rate_count\n",
        "test_rates.py": "from rates import find_rate\n\n\ndef test_find_rate():\n    assert find_rate(2) == 1\n",
    }
    [found] = edits(Renaming("find_rate", "rate_of", attribute=False, everywhere=True), locator_of(tmp_path, code))
    assert found == {
        "rates.py": code["rates.py"].replace("find_rate(", "rate_of("),
        "test_rates.py": code["test_rates.py"].replace("find_rate", "rate_of"),
    }


def test_a_word_is_renamed_with_the_names_made_of_it(locator: Locator) -> None:
    [found] = edits(Renaming("basket", "cart", attribute=False, everywhere=True), locator)
    assert "class Cart:" in (found["shop/basket.py"] or "")
    assert found["README.md"] == "# Shop\n\nA cart has a total.\n"


def test_settings_that_a_task_calls_wrong_come_before_the_code_that_fails_on_them(locator: Locator) -> None:
    output = "shop/basket.py:3: in total\nshop/mail.py:2: KeyError"
    says = ("The code is right, the configuration of the currency is not. Fix it.", "Fix the settings of the currency.")
    for task in says:
        assert first(locator, task, output) == "settings.toml"
    assert first(locator, "The currency's config is read by send. Fix it.", output) == "shop/mail.py"


@pytest.mark.parametrize(
    ("task", "output", "path"),
    [
        ("The configuration of the currency is wrong.", "no such currency: EUR", "settings.toml"),
        ("The check of settings.toml complains of the currency.", "no such currency: EUR", "settings.toml"),
        ("Basket.total is wrong.", "shop/basket.py:3: ValueError", "shop/basket.py"),
    ],
)
def test_settings_are_suspected_where_no_code_is_seen_to_fail(
    locator: Locator, task: str, output: str, path: str
) -> None:
    first = locator.suspects(Evidence(task, output))[0]
    assert first.path == path
    assert bool(first.function) == path.endswith(".py")


@pytest.mark.parametrize(
    ("task", "output", "path"),
    [
        ("Add a total to prices.json.", "tests/test_shop.py:5: AssertionError", "prices.json"),
        ("Add a total to prices.json.", "shop/basket.py:3: in total\nshop/basket.py:3: ValueError", "shop/basket.py"),
        ("Basket.total of prices.json is wrong.", "tests/test_shop.py:5: AssertionError", "shop/basket.py"),
    ],
)
def test_settings_that_are_to_be_changed_are_suspected_of_what_fails_in_a_test(
    tmp_path: Path, task: str, output: str, path: str
) -> None:
    locator = locator_of(tmp_path, {**FILES, "prices.json": '{"apple": 3}\n'})
    assert locator.suspects(Evidence(task, output))[0].path == path


def test_code_that_tests_run_comes_before_settings_that_a_task_only_speaks_of(locator: Locator) -> None:
    task = "Add another currency; it has to work in the settings too. Its test fails."
    reached = {"shop/basket.py": {2: 1.0}}
    evidence = Evidence(task, "E   AssertionError: no such currency", None, reached)
    assert "settings.toml" not in [place.path for place in locator.suspects(evidence)]
    assert [place.path for place in locator.suspects(replace(evidence, reached={}))] == ["settings.toml"]

"""Imports are turned to where their names are defined."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.circles import without_import
from agent_runtime.agent.session import Session
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession

TEST = "from shop.cart import total\n\n\ndef test_total():\n    assert total([2]) == 2\n"


@pytest.fixture
def shop(repo: Path) -> Path:
    (repo / "shop").mkdir()
    (repo / "shop" / "__init__.py").write_text("")
    (repo / "shop" / "money.py").write_text("RATE = 1\n\n\ndef price(item):\n    return item * RATE\n")
    (repo / "tests").mkdir(exist_ok=True)
    (repo / "tests" / "test_cart.py").write_text(TEST)
    return repo


def mended(make_session: MakeSession, task: str = "The import fails. Fix it.") -> tuple[Session, Outcome]:
    session = make_session(
        [], agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q tests/test_cart.py"
    )
    return session, session.run(task).outcome


def body(line: str) -> str:
    return f"{line}\n\n\ndef total(items):\n    return sum(price(item) for item in items)\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("from shop.prices import price", "from shop.money import price"),
        ("from .prices import price", "from shop.money import price"),
        ("from shop import price", "from shop.money import price"),
        ("from shop.money import prize as price", "from shop.money import price"),
        ("from shop.prices import price, RATE", "from shop.money import price, RATE"),
        ("from shop.mony import price, RATES", "from shop.money import price, RATE"),
    ],
)
def test_an_import_is_turned_to_where_the_name_is_defined(
    make_session: MakeSession, shop: Path, wrong: str, right: str
) -> None:
    (shop / "shop" / "cart.py").write_text(body(wrong))
    session, outcome = mended(make_session)
    assert outcome is Outcome.VERIFIED
    assert (shop / "shop" / "cart.py").read_text() == body(right)
    assert isinstance(session.model, ScriptedModel)
    assert session.model.prompts == []


def test_one_broken_import_behind_the_other(make_session: MakeSession, shop: Path) -> None:
    (shop / "shop" / "cart.py").write_text(body("from shop.prices import price"))
    (shop / "shop" / "money.py").write_text(
        "from shop.rate import RATE\n\n\ndef price(item):\n    return item * RATE\n"
    )
    (shop / "shop" / "rates.py").write_text("RATE = 1\n")
    _, outcome = mended(make_session)
    assert outcome is Outcome.VERIFIED
    assert "from shop.rates import RATE" in (shop / "shop" / "money.py").read_text()


def test_a_module_that_became_a_package_hands_on_what_tests_import(make_session: MakeSession, shop: Path) -> None:
    (shop / "shop" / "cart").mkdir()
    (shop / "shop" / "cart" / "__init__.py").write_text('"""Carts."""\n')
    (shop / "shop" / "cart" / "sums.py").write_text(body("from shop.prices import price"))
    (shop / "shop" / "cart" / "prices.py").write_text("def price(item):\n    return item\n")
    (shop / "shop" / "money.py").unlink()
    (shop / "shop" / "bill.py").write_text("from shop.cart import price, total\n")
    (shop / "tests" / "test_cart.py").write_text(f"import shop.bill\nfrom shop.cart import price\n{TEST}")
    _, outcome = mended(make_session)
    assert outcome is Outcome.VERIFIED
    assert (shop / "shop" / "cart" / "__init__.py").read_text() == (
        '"""Carts."""\n\nfrom shop.cart.prices import price\nfrom shop.cart.sums import total\n'
    )
    assert (shop / "shop" / "bill.py").read_text() == "from shop.cart import price, total\n"
    assert "from shop.cart.prices import price" in (shop / "shop" / "cart" / "sums.py").read_text()


def test_a_name_that_moved_is_imported_where_it_is_used(make_session: MakeSession, shop: Path) -> None:
    """The import that fails is mended; the module that the function came from has no import of it yet."""
    (shop / "shop" / "__init__.py").write_text("from shop.cart import price, total\n")
    (shop / "shop" / "cart.py").write_text(body("import math"))
    session, outcome = mended(make_session)
    assert outcome is Outcome.VERIFIED
    assert "from shop.money import price" in (shop / "shop" / "__init__.py").read_text()
    assert "from shop.money import price\n" in (shop / "shop" / "cart.py").read_text()
    assert isinstance(session.model, ScriptedModel)
    assert session.model.prompts == []


def test_what_mended_imports_bring_is_kept(make_session: MakeSession, shop: Path) -> None:
    money = shop / "shop" / "money.py"
    right = money.read_text().replace("RATE = 1", "RATE = 3")
    money.write_text(right.replace("item * RATE", "RATE"))
    (shop / "shop" / "cart.py").write_text(body("from shop.prices import price"))
    test = TEST.replace("== 2", "== 6") + "\n\ndef test_none():\n    assert total([]) == 0\n"
    (shop / "tests" / "test_cart.py").write_text(test)
    session = make_session(
        ["```python\ndef price(item):\n    return item * RATE\n```"],
        agent_strategy="search",
        agent_mode="auto",
        agent_verify="python -m pytest -q tests/test_cart.py",
    )
    assert session.run("The import fails. Fix it.").outcome is Outcome.VERIFIED
    assert (shop / "shop" / "cart.py").read_text() == body("from shop.money import price")
    assert money.read_text() == right


def test_an_unused_import_that_closes_a_circle_goes(make_session: MakeSession, shop: Path) -> None:
    (shop / "shop" / "cart.py").write_text(body("from shop.money import price"))
    money = (shop / "shop" / "money.py").read_text()
    (shop / "shop" / "money.py").write_text("from shop.cart import total\n\n" + money)
    _, outcome = mended(make_session, "A circular import. Fix it.")
    assert outcome is Outcome.VERIFIED
    assert (shop / "shop" / "money.py").read_text() == "\n" + money


def test_an_import_that_only_functions_use_is_made_in_them() -> None:
    text = """import os
from a import b, c


def f():
    \'\'\'Text.\'\'\'
    return b()


class D:
    def g(self):
        return c
"""
    moved = "    from a import b, c\n\n"
    assert without_import(text, 2) == text.replace("from a import b, c\n", "").replace(
        "    return b()", f"{moved}    return b()"
    ).replace("        return c", f"    {moved}        return c")


@pytest.mark.parametrize(
    "text",
    [
        "from a import b\n\nX = b()\n",
        "from a import b\n\n\nclass C(b):\n    pass\n",
        "from a import b\n\n\n@b\ndef f():\n    return b\n",
        "from a import b\n\n\ndef f(x=b):\n    return b\n",
        "from a import b\n\n__all__ = ['b']\n",
        "def f(): return 1\n",
        "from a import (\n",
    ],
)
def test_what_the_module_itself_uses_stays(text: str) -> None:
    assert without_import(text, 1) is None

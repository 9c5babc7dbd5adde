"""Changes near one that passes, by which it is seen whether the check tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.near import differing, instead, near
from agent_runtime.agent.search.turning import turned_lines
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

OLD = "LIMIT = 3\n\n\ndef f(a):\n    b = a + 1\n    return b\n"


@pytest.mark.parametrize(
    ("old", "new", "versions"),
    [
        ("return b", "return b > LIMIT", {"return b >= LIMIT", "return b < LIMIT", "return b > -LIMIT"}),
        ("LIMIT = 3", "LIMIT = 7", {"LIMIT = 8", "LIMIT = 6"}),
        ("return b", "return str(b).split()", set()),
        ("return b", "raise ValueError", set()),
    ],
)
def test_one_thing_of_what_is_new(old: str, new: str, versions: set[str]) -> None:
    changed = OLD.replace(old, new)
    assert {differing(changed, each) for each in near(OLD, changed)} == versions


@pytest.mark.parametrize(
    ("kept", "signs"),
    [
        ("if a < b.c:\n        b.c = a", {"if a > b.c:"}),
        ("if b < a:\n        b = a", {"if b > a:"}),
        ("if a < b:\n        c = a", {"if a > b:", "if a <= b:"}),
        ("if a < b:\n        b = a\n        n = 0", {"if a > b:", "if a <= b:"}),
        ("if a < b:\n        b = a\n    else:\n        n = 0", {"if a > b:", "if a <= b:"}),
    ],
)
def test_that_a_value_is_replaced_by_its_equal_makes_no_difference(kept: str, signs: set[str]) -> None:
    changed = OLD.replace("b = a + 1", kept)
    assert {line for each in near(OLD, changed) if (line := differing(changed, each)).startswith("if ")} == signs


def test_what_is_not_new_stays() -> None:
    assert near(OLD, OLD) == near("", "def f(:") == []
    assert turned_lines(OLD, {2, 3}, 9) == []


@pytest.mark.parametrize(
    ("new", "versions"),
    [
        ("b = a - 1", {"b = a", "b = a + 2", "return a"}),
        ("b = (a  - 1)", {"b = a", "b = a + 2", "return a"}),
        ("b = a + 1", set()),
    ],
)
def test_one_thing_turned_in_what_was_there(new: str, versions: set[str]) -> None:
    assert {differing(OLD, each) for each in instead(OLD, OLD.replace("b = a + 1", new))} == versions


@pytest.mark.usefixtures("model_first")
def test_a_change_in_the_place_of_which_another_one_passes_is_claimed(make_session: MakeSession, repo: Path) -> None:
    code = (
        "from html import escape\n\n\ndef item(title):\n    head = escape(title)\n    return f'<h>{head}</h>' + title\n"
    )
    (repo / "feed.py").write_text(code)
    (repo / "test_feed.py").write_text(
        "from feed import item\n\n\ndef test_item():\n    assert item('a & b') == '<h>a &amp; b</h>a &amp; b'\n"
    )
    body = "    head = escape(title)\n    return f'<h>{head}</h>' + title.replace('&', '&amp;')\n"
    narrow = f"```python\ndef item(title):\n{body}```"
    result = search(make_session, *[narrow] * 20).run("Titles with `&` are shown wrong by item. Fix it.")
    assert result.outcome is Outcome.CLAIMED, result.verification
    assert "passes with `return f'<h>{head}</h>' + escape(title)` too" in result.verification


MEMBERS = "def price(age):\n    return 10\n"
TEST = "from members import price\n\n\ndef test_price():\n    assert price(8) == 5\n    assert price(30) == 10\n"


@pytest.mark.parametrize("strict", [False, True])
def test_a_change_that_the_check_does_not_tell_from_one_near_it_is_claimed(
    make_session: MakeSession, repo: Path, strict: bool
) -> None:
    (repo / "members.py").write_text(MEMBERS)
    bounds = "    assert price(11) == 5\n    assert price(12) == 10\n"
    (repo / "test_members.py").write_text(TEST + bounds * strict)
    better = MEMBERS.replace("    return 10", "    if age < 12:\n        return 5\n    return 10")
    session = search(make_session, *[f"```python\n{better}```"] * 20)
    result = session.run("Children below 12 pay 5. Change price.")
    assert (repo / "members.py").read_text() == better, verdicts(session)
    assert result.outcome is (Outcome.VERIFIED if strict else Outcome.CLAIMED), result.verification
    assert ("but it passes with `if age <= 12:` too" in result.verification) is not strict


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        ("Two things are wrong with price: children below 12 pay 5, old people 7.", Outcome.CLAIMED),
        ("Children below 12 pay 5 by price, old people 7. Fix both.", Outcome.CLAIMED),
        ("price is wrong: children below 12 pay 5. Fix it.", Outcome.VERIFIED),
    ],
)
@pytest.mark.usefixtures("model_first")
def test_of_several_things_one_is_not_all(make_session: MakeSession, repo: Path, task: str, outcome: Outcome) -> None:
    (repo / "members.py").write_text(MEMBERS)
    (repo / "test_members.py").write_text(TEST + "    assert price(11) == 5\n    assert price(12) == 10\n")
    better = MEMBERS.replace("    return 10", "    if age < 12:\n        return 5\n    return 10")
    result = search(make_session, *[f"```python\n{better}```"] * 20).run(task)
    assert result.outcome is outcome, result.verification
    assert ("more than one thing" in result.verification) == (outcome is Outcome.CLAIMED)

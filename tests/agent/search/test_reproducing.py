"""A command that the task says fails is tried with each candidate."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.reproducing import wanted_instead
from agent_runtime.agent.search.trial import Trials
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

CODE = """\
import sys


def share(total, count):
    return total / count


def main(arguments):
    print(share(int(arguments[0]), int(arguments[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
"""
TEST = "from shop.split import share\n\n\ndef test_share():\n    assert share(4, 2) == 2\n"
README = "# shop\n\nTo share a bill:\n\n    $ python -m shop.split 6 0   # nobody is there\n"
TASK = 'Sharing among nobody fails: `python -m shop.split` stops with "division by zero", it should print 0. Fix it.'


def answer(body: str) -> str:
    return f"```python\ndef share(total, count):\n    {body}\n```"


@pytest.fixture
def shop(repo: Path) -> Path:
    (repo / "shop").mkdir()
    (repo / "shop" / "__init__.py").write_text("")
    (repo / "shop" / "split.py").write_text(CODE)
    (repo / "test_split.py").write_text(TEST)
    (repo / "README.md").write_text(README)
    return repo


@pytest.mark.parametrize("check", ["python -m pytest -q", None])
@pytest.mark.parametrize("typed", ["python -m shop.split", "python -m shop.split 6 0"])
def test_what_fails_with_the_command_is_no_solution(
    make_session: MakeSession, shop: Path, typed: str, check: str | None
) -> None:
    task = TASK.replace("python -m shop.split", typed)
    session = search(
        make_session,
        answer("return total // count"),
        answer("return total / count if count else 0"),
        agent_verify=check,
    )
    result = session.run(task)
    assert verdicts(session)[:2] == ["failed", "passed"]
    assert "if count else 0" in (shop / "shop" / "split.py").read_text()
    assert result.outcome is Outcome.CLAIMED
    assert "`python -m shop.split 6 0` ends well" in str(result.answer)


@pytest.mark.parametrize(
    "task",
    [
        "Change `python -m shop.split` so that it prints whole numbers.",  # nothing is said to fail
        'It is said that `python -m shop.split 6 2` stops with "division by zero". Fix it.',  # it does not
        'The command `python -m shop.split 6 0; touch made` stops with "division by zero". Fix it.',
        "`share(1, 0)` raises a ZeroDivisionError. Fix it.",
    ],
)
def test_what_is_no_failing_command(make_session: MakeSession, shop: Path, task: str) -> None:
    session = search(make_session, answer("return int(total / count)"), agent_verify=None)
    result = session.run(task)
    assert verdicts(session)[0] == "passed"
    assert "ends well" not in str(result.answer)


WRONG = "`python -m shop.split 7 2` should print whole numbers, so share has to round down."


@pytest.mark.parametrize("check", ["python -m pytest -q", None])
def test_what_prints_the_same_is_no_solution(make_session: MakeSession, shop: Path, check: str | None) -> None:
    session = search(
        make_session,
        answer("return float(total / count)"),
        answer("return total / len(count)"),
        answer("return total // count"),
        agent_verify=check,
    )
    result = session.run(WRONG)
    assert verdicts(session)[:3] == ["failed", "failed", "passed"]
    asked = [prompt[-1].content for prompt in session.model.prompts]  # type: ignore[union-attr]
    assert "This is what it does now:\n```\n$ python -m shop.split 7 2\n3.5\n```" in asked[0]
    assert "total // count" in (shop / "shop" / "split.py").read_text()
    assert result.outcome is Outcome.CLAIMED
    assert "`python -m shop.split 7 2` does something else now" in str(result.answer)


def test_what_has_to_do_the_same_is_not_wrong(make_session: MakeSession, shop: Path) -> None:
    session = search(make_session, answer("share = total / count\n    return share"), agent_verify=None)
    session.run("Change share: put what it returns into a variable. `python -m shop.split 7 2` must print the same.")
    assert verdicts(session)[0] == "passed"


def test_no_slip_is_tried_where_anything_else_would_do(make_session: MakeSession, shop: Path) -> None:
    session = search(make_session, *[answer("return total / count")] * 30, agent_verify="python -m pytest -q")
    session.run(WRONG)
    assert (shop / "shop" / "split.py").read_text() == CODE


def test_what_a_program_runs(shop: Path) -> None:
    trials = Trials(Sandbox(shop, backend="bubblewrap"), None, timeout_s=20, cancel=threading.Event())
    (shop / "shop" / "other.py").write_text("def never():\n    pass\n")
    trials.typed("python -m shop.split 7 2", "3.5\n")
    reached, test = trials.reached({})
    assert {path: sorted(lines) for path, lines in reached.items()} == {"shop/split.py": [4, 8]}
    assert test == ""
    trials.typed("python shop/split.py 7 0")
    assert list(trials.reached({})[0]) == ["shop/split.py"]


BOOK = """\
import json
import sys
from pathlib import Path


def cents(text):
    whole, _, fraction = text.partition(".")
    return int(whole) * 100 + int(fraction or 0)


def add(path, name, amount):
    file = Path(path)
    rows = json.loads(file.read_text())
    value = cents(amount)
    file.write_text(json.dumps([*rows, [name, f"{value // 100}.{value % 100:02}"]]))


if __name__ == "__main__":
    add(*sys.argv[1:])
"""


@pytest.fixture
def book(repo: Path) -> Path:
    (repo / "book.py").write_text(BOOK)
    (repo / "rows.json").write_text("[]")
    return repo


ADD = "`python book.py rows.json Ana 7.5` puts 7.05 into the file instead of 7.50. Fix cents."


def test_what_a_command_writes_counts(make_session: MakeSession, book: Path) -> None:
    def cents(last: str) -> str:
        return f'```python\ndef cents(text):\n    whole, _, fraction = text.partition(".")\n    return {last}\n```'

    session = search(
        make_session,
        cents("int(whole) * 100 + int(fraction)"),  # writes the same
        cents("int(whole) * 100"),  # something else, and not what is wanted
        cents('int(whole) * 100 + int(fraction.ljust(2, "0"))'),
        agent_verify=None,
    )
    result = session.run(ADD)
    assert verdicts(session)[:3] == ["failed", "failed", "passed"]
    assert 'fraction.ljust(2, "0")' in (book / "book.py").read_text()
    assert (book / "rows.json").read_text() == "[]"
    assert result.outcome is Outcome.CLAIMED


def test_what_a_command_does_is_told(book: Path) -> None:
    trials = Trials(Sandbox(book, backend="bubblewrap"), None, timeout_s=20, cancel=threading.Event())
    told = trials.effect("python book.py rows.json Ana 7.5 && rm book.py && ln -s /etc/passwd made", {}).output
    assert told.split("\n")[:4] == [
        "$ python book.py rows.json Ana 7.5 && rm book.py && ln -s /etc/passwd made",
        "book.py is gone:",
        "-import json",
        "-import sys",
    ]
    assert told.endswith('rows.json changes:\n-[]\n+[["Ana", "7.05"]]')
    assert "root:" not in told


@pytest.mark.parametrize(
    ("task", "did", "wanted"),
    [
        (ADD, "+7.05", ("7.05", "7.50")),
        ("It prints `12:00` instead of `13:00`.", "at 12:00.", ("12:00", "13:00")),
        ("It should print 13:00 and not 12:00.", "at 12:00", ("12:00", "13:00")),
        ("It should print 13:00 and not 12:00.", "at 12:00 and 13:00", None),
        ("It prints Ana instead of Ben, and 1 instead of 2.", "Ana 1", None),
    ],
)
def test_what_is_wanted_instead(task: str, did: str, wanted: tuple[str, str] | None) -> None:
    assert wanted_instead(task, did) == wanted


def test_the_data_of_a_command_is_not_what_is_to_change(book: Path) -> None:
    locator = Locator(ToolContext(book, Settings(), book, PathGuard(book), Sandbox(book, backend="none")))
    assert locator.subjects(ADD) == ["book.py"]
    assert locator.subjects("Sort rows.json, so that `python book.py rows.json` is faster.") == ["rows.json", "book.py"]
    assert locator.subjects("Sort `rows.json`.") == ["rows.json"]


def test_the_function_that_returns_the_wrong_value_first(book: Path) -> None:
    trials = Trials(Sandbox(book, backend="bubblewrap"), None, timeout_s=20, cancel=threading.Event())
    trials.typed("python book.py rows.json Ana 7.5", "7.05", ("7.05", "7.50"))
    reached, _ = trials.reached({})
    assert reached["book.py"][6] > reached["book.py"][11] > 0


MENU = """\
import argparse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    options = parser.parse_args()
    for line in open(options.file):
        name, kind = line.split()
        print(name)


main()
"""
DIET = "Can you add an option --diet to menu.py? With {} it should list only the dishes of that kind."


@pytest.mark.parametrize(
    "typed", ["`--diet vegan`", "`python menu.py dishes.txt --diet vegan`", "--diet and a kind such as 'vegan'"]
)
def test_an_option_has_to_work_with_the_command_of_the_papers(
    make_session: MakeSession, repo: Path, typed: str
) -> None:
    def menu(test: str) -> str:
        option = '    parser.add_argument("--diet")\n    options'
        body = MENU.replace("    options", option, 1).replace("        print", f"        if {test}:\n            print")
        return f"```python\n{body}```"

    (repo / "menu.py").write_text(MENU)
    (repo / "dishes.txt").write_text("Dal vegan\nPie meat\n")
    (repo / "README.md").write_text("# menu\n\n    python menu.py dishes.txt\n")
    right = menu("options.diet in (None, kind)")
    session = search(make_session, menu("options.diet in name.diet"), right, agent_verify=None)
    session.run(DIET.format(typed))
    assert verdicts(session)[:2] == ["failed", "passed"]
    assert "(None, kind)" in (repo / "menu.py").read_text()


@pytest.mark.parametrize(
    ("told", "made", "taken"),
    [
        ("--until with a time such as 17:45", '"--until"', True),
        ("--until with a time such as 17:45", '"--until", action="store_true"', False),
        ("--until (e.g. 9)", '"--until", action="store_true"', False),
        ("--until that works like the others", '"--until", action="store_true"', True),
    ],
)
def test_an_option_takes_the_value_that_the_task_tells(
    make_session: MakeSession, repo: Path, told: str, made: str, taken: bool
) -> None:
    (repo / "menu.py").write_text(MENU)
    (repo / "dishes.txt").write_text("Dal vegan\n")
    (repo / "README.md").write_text("# menu\n\n    python menu.py dishes.txt\n")
    body = MENU.replace("    options", f"    parser.add_argument({made})\n    options", 1).replace(
        "\n\n\nmain()", '\n    if options.until:\n        print("closed")\n\n\nmain()'
    )
    session = search(make_session, *[f"```python\n{body}```"] * 8, agent_verify=None)
    session.run(f"Add an option {told} to menu.py. It prints `closed` at the end.")
    assert ("--until" in (repo / "menu.py").read_text()) is taken

"""What a task names and nothing in the code is called yet."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from agent_runtime.agent.search.adding import beginning_of, missed_by_tests
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.parameters import new_parameter
from agent_runtime.agent.search.wanted import (
    Wanted,
    asked_for,
    in_each_place,
    lacking,
    not_there_yet,
    values,
    wanted,
)
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search, verdicts

CLI = "import argparse\n\n\ndef main(argv):\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--all')\n"
BOOK = "class Book:\n    def __init__(self, entries):\n        self.entries = entries\n"


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("Add an option --category NAME that can be combined with --month.", ["--category", "--month"]),
        ("Add a state Status.CANCELLED and a method Queue.cancel(number).", ["CANCELLED", "cancel"]),
        ("Add a command `python -m sheet clear FILE CELL` that empties a cell.", ["clear"]),
        ("Give slugify a parameter `limit`.", ["limit"]),
        ("Add Desk.late(today) and a command `late`.", ["late", "late"]),
        ("Add a class Arrival, and a command `late` that lists the class's objects.", ["Arrival", "late"]),
        ("Vouchers may have freeShipping and max_uses.", ["freeShipping", "max_uses"]),
        ('Its origin is called "environment", as in docs/the_plan.md and `a/b_c.py`.', ["environment"]),
        ("Write a function median(values) that is called like mean.", ["median"]),
        ('config.get("Server.Port") is wrong: it gives `None` for an upper-case name.', []),
        ("Add late_on(day): late_on(date(2025, 3, 2)) is Decimal('1.5').", ["late_on"]),
        ("The tests fail. Mend them.", []),
        ("Let print(x) raise ValueError(x); it is called twice.", []),
        ("Read what `git log --oneline` prints, as `--all` says.", ["--all"]),
    ],
)
def test_the_names_that_a_task_speaks_of(task: str, names: list[str]) -> None:
    assert sorted(each.name for each in wanted(task)) == sorted(names)


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        (Wanted("", "--all"), CLI, True),
        (Wanted("", "--al"), CLI, False),
        (Wanted("", "clear", "command"), "def clear():\n    pass\n", False),
        (Wanted("", "clear", "command"), "commands.add_parser('clear')\n", True),
        (Wanted("", "limit"), "def cut(text, limit=3):\n    return text\n", True),
        (Wanted("", "limit"), 'def cut(text):\n    """Up to a limit."""  # the limit\n    return text\n', False),
        (Wanted("", "limit"), "def cut(text:\n", False),
        (Wanted("", "cancel", "member", "Queue"), "class Queue:\n    def cancel(self): ...\n", True),
        (Wanted("", "cancel", "member", "Queue"), "class Other:\n    def cancel(self): ...\n", False),
        (Wanted("", "OFF", "member", "Status"), "class Status:\n    ON = 1\n    OFF = 0\n", True),
        (Wanted("", "OFF", "member", "Status"), "def f(job):\n    job.status = Status.OFF\n", False),
        (Wanted("", "mean", "definition"), "def f(x):\n    return mean(x)\n", False),
        (Wanted("", "mean", "definition"), "from statistics import mean\n", True),
        (Wanted("", "n", "parameter", "A.f", "a.py"), "class A:\n    def f(self, *, n=1): ...\n", True),
        (Wanted("", "n", "parameter", "A.f", "a.py"), "class A:\n    def f(self): n = 1\n", False),
        (Wanted("", "n", "parameter", "A.f", "b.py"), "class A:\n    def f(self, n): ...\n", False),
    ],
)
def test_what_counts_as_there(name: Wanted, text: str, there: bool) -> None:
    assert name.stands_in("a.py", text) is there


def test_other_files_are_read_as_text() -> None:
    assert Wanted("", "freeShipping").stands_in("a.js", "if (voucher.freeShipping) {}")
    assert lacking([Wanted("", "mail"), Wanted("", "stock")], [("a.toml", 'name = "mail"\n')]) == [Wanted("", "stock")]


def test_a_member_of_a_class_that_is_nowhere_is_another_programs() -> None:
    files = [("book.py", BOOK)]
    names = not_there_yet("Give Book.home what Path.home gives.", lambda name: files)
    assert [each.text for each in names] == ["`Book.home`"]


def test_what_is_there_already_is_not_missing() -> None:
    files = [("cli.py", CLI)]
    assert [each.text for each in not_there_yet("Add --some beside --all.", lambda name: files)] == [
        "the option `--some`"
    ]


COMMANDS = """\
def parser():
    commands = argparse.ArgumentParser().add_subparsers()
    commands.add_parser("show")
    commands.add_parser("set")
    commands.add_parser("get")


def run(arguments):
    if arguments.command == "show":
        return 1
    if arguments.command == "set":
        return 2


def show(sheet):
    return {"show": 1}
"""


def test_a_command_is_wanted_wherever_the_others_are() -> None:
    names = in_each_place(wanted("Add a command `python -m x clear`. See `more`."), [("x/cli.py", COMMANDS)])
    assert [(each.text, each.owner) for each in names] == [
        ("the command `clear` in parser", "parser"),
        ("the command `clear` in run", "run"),
        ("`more`", ""),
    ]
    half = COMMANDS.replace('("get")', '("get")\n    commands.add_parser("clear")')
    assert [each.owner for each in lacking(names[:2], [("x/cli.py", half), ("y.py", half)])] == ["run"]
    assert in_each_place(wanted("Add a command `python -m x clear`."), [("x.py", "def f(): pass")])[0].path == ""


def test_commands_of_a_table_count_as_well() -> None:
    table = COMMANDS.partition("    commands.add_parser")[0] + (
        '    for name, text in (("show", "it"), ("set", "one")):\n        commands.add_parser(name, help=text)\n'
    )
    text = f"{table}\n\ndef run{COMMANDS.partition('def run')[2]}"
    names = in_each_place(wanted("Add a command `clear`."), [("cli.py", text)])
    assert [each.owner for each in names] == ["parser", "run"]
    for other in ('for name in ["show", "set"]', "for name in NAMES", "for name in ()", "for name, _ in ((),)"):
        text = text.replace('for name, text in (("show", "it"), ("set", "one"))', other)
        in_each_place(wanted("Add a command `clear`."), [("cli.py", text)])


@pytest.fixture
def book(repo: Path) -> Path:
    (repo / "book.py").write_text(BOOK)
    (repo / "cli.py").write_text(CLI)
    (repo / "test_book.py").write_text(
        "from book import Book\n\n\ndef test_book():\n    assert Book([]).entries == []\n"
    )
    return repo


TASK = "Add an option --category NAME to the command line. Put the filter into a method Book.in_category(name)."
METHOD = "```python\nclass Book:\n    def in_category(self, name):\n        return Book([name])\n```"
OPTION = f"```python\n{CLI.partition('def')[2].join(('def', ''))}    parser.add_argument('--category')\n```"


def test_a_change_goes_on_until_no_name_of_the_task_is_missing(make_session: MakeSession, book: Path) -> None:
    session = search(make_session, *[METHOD] * 4, OPTION)
    result = session.run(TASK)
    assert verdicts(session)[0] == "incomplete"
    assert result.outcome is Outcome.CLAIMED
    assert "def in_category" in (book / "book.py").read_text()
    assert "--category" in (book / "cli.py").read_text()
    first = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "Write the whole in_category for book.py" in first
    assert "Still missing: `Book.in_category`. Left to others, not to be done here: the option `--category`." in first
    shown = session.model.prompts[-1][-1].content  # type: ignore[union-attr]
    assert "Done already: `Book.in_category`. Still missing: the option `--category`." in shown
    assert "cli.py" in shown


STATUS = 'class Status(Enum):\n    """States."""\n\n    ON = 1\n\n\nclass Other:\n    def f(self):\n        pass\n'


@pytest.mark.parametrize(
    ("task", "line"),
    [
        ("Add a method Queue.cancel(number).", "    def cancel(self, number):\n"),
        ("Add a method Queue.clear().", "    def clear(self):\n"),
        ("Add a function load(path, *, strict=False) to a.py.", "def load(path, *, strict=False):\n"),
        ("Add a state Status.OFF.", "class Status(Enum):\n    OFF ="),
        ("Add a state Other.OFF.", None),
        ("Add median, so that median([1, 2]) works.", "def median("),
        ("Add an option --all.", None),
    ],
)
def test_how_what_the_task_names_begins(task: str, line: str | None) -> None:
    assert beginning_of(wanted(task)[0], STATUS) == line


def test_what_is_still_missing_is_said(make_session: MakeSession, book: Path) -> None:
    session = search(make_session, *[METHOD] * 90, code('final_answer("no")'))
    result = session.run(TASK)
    assert "def in_category" in (book / "book.py").read_text()
    assert result.outcome is Outcome.CLAIMED
    assert "the option `--category`: not there yet" in result.verification


def test_a_function_that_a_test_misses_is_begun_for_the_model(make_session: MakeSession, book: Path) -> None:
    """The task tells its parameters; the model would have copied the file."""
    (book / "test_shown.py").write_text(
        "from book import shown\n\n\ndef test_shown():\n    assert shown([1, 2]) == '1, 2'\n"
        "    assert shown([3]) == '3'\n"
    )
    reply = "```python\ndef shown(entries):\n    return ', '.join(map(str, entries))\n```"
    session = search(make_session, reply)
    result = session.run("Add a function shown(entries) to book.py, as test_shown.py wants it.")
    assert result.outcome is Outcome.VERIFIED, verdicts(session)
    first = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "Write the whole shown for book.py" in first
    assert "cannot import name 'shown'" in first


SHOWN = """\
from book import shown


def test_none():
    assert shown([]) == '-'


def test_shown():
    assert shown([1, 2]) == '1, 2'
"""


def test_a_new_function_that_is_half_right_is_a_step(make_session: MakeSession, book: Path) -> None:
    """Before it no test could be run, so what fails now is more than the one import that failed."""
    (book / "test_shown.py").write_text(SHOWN)
    half = "```python\ndef shown(entries):\n    return ', '.join(map(str, entries))\n```"
    right = half.replace("entries))", "entries)) or '-'")
    wrong = [half.replace("', '", f"'{number}'") for number in range(8)]
    session = search(make_session, half, *wrong, *[half] * 5, right)
    result = session.run("Add a function shown(entries) to book.py, as test_shown.py wants it.")
    assert result.outcome is Outcome.CLAIMED, verdicts(session)  # of so many versions
    assert "shown is new, and this is version" in result.verification
    assert right.split("\n", 1)[1].removesuffix("\n```") in (book / "book.py").read_text()
    asked = [each[-1].content for each in session.model.prompts]  # type: ignore[union-attr]
    assert "Write the whole shown for book.py" in asked[0]
    assert any("Write the whole corrected function shown" in each for each in asked)
    assert "test_none" in asked[-1]


@pytest.mark.parametrize(
    ("output", "names"),
    [
        (
            "test_a.py:3: in f\nE   ImportError: cannot import name 'cut' from 'book'",
            [("cut", "", "book.py", "text, n")],
        ),
        (
            "test_a.py:3: AttributeError\nE   AttributeError: 'Book' object has no attribute 'close'",
            [("close", "Book", "", None)],
        ),
        ("book.py:3: AttributeError\nE   AttributeError: 'Book' object has no attribute 'close'", []),
        ("test_a.py:3: AssertionError\nE   AssertionError: no", []),
    ],
)
def test_what_a_failing_test_misses(output: str, names: list[tuple[str, str, str, str | None]]) -> None:
    locator = SimpleNamespace(module_files=lambda module: [f"{module}.py"])
    found = missed_by_tests(locator, Evidence("Add cut(text, n).", output))  # type: ignore[arg-type]
    assert [(each.name, each.owner, each.path, each.parameters) for each in found] == names


def test_a_function_that_the_task_only_speaks_of_is_begun_too() -> None:
    locator = SimpleNamespace(module_files=lambda module: [f"{module}.py"])
    output = "test_a.py:3: in <module>\nE   ImportError: cannot import name 'cut' from 'book'"
    evidence = Evidence("There are tests for a function `cut`. Write it in book.py.", output)
    [found] = missed_by_tests(locator, evidence)  # type: ignore[arg-type]
    assert (found.kind, beginning_of(found, "")) == ("definition", "def cut(")


def test_what_is_added_takes_nothing_away(make_session: MakeSession, book: Path) -> None:
    """The first reply forgets an option that was there."""
    forgetful = OPTION.replace("    parser.add_argument('--all')\n", "")
    session = search(make_session, forgetful, OPTION, *[forgetful] * 20)
    result = session.run("Add an option --category NAME to the command line.")
    assert result.outcome is Outcome.CLAIMED
    text = (book / "cli.py").read_text()
    assert "--category" in text
    assert "--all" in text


def test_the_values_that_a_task_tells_for_a_settings_file() -> None:
    text = '{"levels": [{"name": "P1", "spaces": 44}], "opens": "06:00"}'
    task = "Change park2.json: it opens at 05:30, not at 06:00. P1 has only 40 spaces, P2 has 32, a/b3.txt."
    found = values(task, "park2.json", text)
    assert [each.name for each in found] == ["05:30", "40", "32"]
    assert {each.path for each in found} == {"park2.json"}
    assert lacking(found, [("park2.json", text + "05:30, 40.0, P22, 132")]) == [found[2]]
    task = "Set x.json to 1,000, wait to 5 minutes, a to 15%, b from 2 to 5, a new level P3 (issue #42, Python 3.11)."
    assert [each.name for each in values(task, "x.json", "[2, 6]")] == ["1,000", "5", "P3"]
    assert values("Set it to 1,000 and to 2.", "x.json", "[2.0, 1000]") == []


def test_a_settings_file_is_asked_about_until_it_has_all_values(make_session: MakeSession, repo: Path) -> None:
    (repo / "park.json").write_text('{"P1": 44, "opens": "06:00"}\n')
    (repo / "test_park.py").write_text("import json\n\n\ndef test_it():\n    assert json.load(open('park.json'))\n")
    half, whole = '{"P1": 40, "opens": "05:30"}', '{"P1": 40, "P3": 32, "opens": "05:30"}'
    session = search(make_session, f"```json\n{half}\n```", f"```json\n{whole}\n```")
    result = session.run(
        "Change park.json: it opens at 05:30 now, P1 has only 40 spaces, and there is a new level P3 with 32."
    )
    assert (repo / "park.json").read_text() == whole + "\n", verdicts(session)
    assert "not there" not in result.verification


def test_a_function_is_asked_about_until_it_has_the_parameter(make_session: MakeSession, repo: Path) -> None:
    old = (
        "class Park:\n    def enter(self, car):\n        return car\n\n    def leave(self, car):\n        return car\n"
    )
    (repo / "park.py").write_text(old)
    (repo / "test_park.py").write_text(
        "from park import Park\n\n\ndef test_enter():\n    assert Park().enter(1) == 1\n"
    )
    without = "```python\ndef enter(self, car):\n    return car or None\n```"
    whole = "```python\ndef enter(self, car, level=None):\n    return car if level is None else level\n```"
    session = search(make_session, without, whole)
    session.run("Give Park.enter an optional parameter level. With it, it returns the level.")
    assert "def enter(self, car, level=None):" in (repo / "park.py").read_text(), verdicts(session)
    assert "def leave(self, car):" in (repo / "park.py").read_text()


@pytest.mark.parametrize(
    ("task", "name", "asked"),
    [
        ("Give Park.enter an optional parameter level.", "level", True),
        ("Park.enter should accept a parameter `level`. Now it does not.", "level", True),
        ("Please change conf/park.json: P1 has 40 spaces.", "park.json", True),
        ("The garage is bigger now. In park.json, set P1 to 40.", "park.json", True),
        ("park.json has P1 with 40 spaces, but 44 cars are let in. Fix it.", "park.json", False),
        ("main ignores the port argument, though 80 is in park.json.", "port", False),
        ("It is new in park.jsonl.", "park.json", False),
    ],
)
def test_what_is_only_wrong_is_notasked_for(task: str, name: str, asked: bool) -> None:
    assert asked_for(task, name) is asked


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("Give enter an optional parameter level.", "level"),
        ("enter gets a new keyword argument called `level`.", "level"),
        ("Add a parameter `level` to enter.", "level"),
        ("Make `enter` raise ValueError when it gets a negative argument.", None),
        ("Add an option `--limit` to the argument parser in `enter`.", None),
        ("Add a type hint to each parameter of enter. It may accept any argument.", None),
        ("Let enter take a command line argument for the file.", None),
        ("Give enter an optional parameter car.", None),  # it has that
        ("Give enter optional parameters.", None),
    ],
)
def test_the_parameter_that_a_task_asks_for(task: str, name: str | None) -> None:
    assert new_parameter(task, "def enter(car):\n    return car\n", "enter") == name

"""Examples in a task: what they are read as, and that they decide which candidate is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.examples import Example, as_test, examples, module_name, only, prose
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search, verdicts

WORDS = 'def shorten(text, limit):\n    """Cut a text."""\n    return text\n\n\ndef twice(text):\n    return text * 2\n'
TASK = 'shorten cuts nothing off. shorten("one two", 3) is "one". Fix it.'


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ('slug("a b") is "a-b".', [("slug('a b')", '"a-b"')]),
        (
            "`f('x', y=True)` should return `[1, {'a': None}]`.",
            [("f('x', y=True)", "[1, {'a': None}]")],
        ),
        ("f(1) -> 2, f(-1.5) == -3 and f(0) gives None", [("f(1)", "2"), ("f(-1.5)", "-3"), ("f(0)", "None")]),
        ("f(1) is 2.", [("f(1)", "2")]),
        (">>> add(1, 2)\n3\n", [("add(1, 2)", "3")]),
        (">>> rows(2)\n[[1],\n [2]]\nand so on", [("rows(2)", "[[1],\n [2]]")]),
        (">>> find(1) is None\nTrue\n>>> f(2) == 3\nFalse\n", [("find(1)", "None")]),
        (">>> f(0)\nTraceback (most recent call last):\n  ...\nValueError: 0\n", [("f(0)", "ValueError")]),
        (">>> f(0)\nTraceback (most recent call last):\n  ...\nown.Trouble: 0\n", []),
        (">>> f(0)  # doctest: +SKIP\n1\n>>> f(2)\n2.50 EUR\n", []),
        ("It must pass:\n    assert add(1, 2) == 3\n", [("add(1, 2)", "3")]),
        ('outer(inner(1), "x)") becomes "("', [("outer(inner(1), 'x)')", '"("')]),
        ('parse("x") should raise a ValueError', [("parse('x')", "ValueError")]),
        ("`from pkg import a, b` should work too.", [("from pkg import a, b", "")]),
        ("Add a function a(b) to x.py. It should also be possible to import it from pkg.", [("from pkg import a", "")]),
        ("Add the class `A`, which must be importable from `pkg.x`", [("from pkg.x import A", "")]),
        ("Add functions a and b that can be imported from pkg.", []),
        ("Two empty lines cannot be read: parse() raises a ValueError.", []),
        ("Add a function a that can import cards from pkg/cards.csv or import decks from pkg.", []),
        ("`from pkg.sub import a` must also work.", [("from pkg.sub import a", "")]),
        ("`from pkg... import a` should work, `from pkg import None` must work", []),
        (
            "Replace `from models import User` with `from app.models import User`. It says `from x import y`.",
            [],
        ),
        ("run(x) returns 3", []),
        ("f(1) is 25% of it", []),
        ("f(1) is wrong, f(2) returns the sum", []),
        ("config.get('a') returns None", []),
        ("f(1 is 2", []),
        ("f(" * 2000 + ")" * 2000, []),
    ],
)
def test_what_is_an_example(task: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.call, each.expected) for each in examples(task)] == expected


def test_the_test_that_is_made_of_them() -> None:
    found = [Example("f(g(1))", "2"), Example("h(1)", "ValueError", raises=True), Example("nowhere(1)", "2")]
    text = as_test(found, lambda name: {"f": "pkg.a", "g": "pkg.b", "h": "pkg.a"}.get(name))
    compile(text, "t", "exec")
    assert "from pkg.a import f\n        from pkg.b import g\n        self.assertEqual(f(g(1)), 2)" in text
    assert "assertRaises(ValueError)" in text
    assert "nowhere" not in text
    assert only(text, {"test_example_1", "test_example_2"}) == text
    second = only(text, {"test_example_2"})
    compile(second, "t", "exec")
    assert ("f(g(1))" in second, "h(1)" in second) == (False, True)
    assert only(text, {"test_other"}) == ""
    assert as_test([Example("nowhere(1)", "2"), Example("len('a')", "1")], lambda name: None) == ""


def test_values_that_stand_only_in_an_example_are_no_part_of_what_is_told() -> None:
    told = prose('Make f("abc") return "xyz" too: f("abc") is "xyz", as in the list "abc".\n>>> f(7)\n49\n')
    assert '"xyz", as' not in told
    assert "49" not in told
    assert "abc" in told


@pytest.mark.parametrize(
    ("path", "known", "name"),
    [
        ("a.py", {"a.py"}, "a"),
        ("pkg/a.py", {"pkg/a.py"}, "pkg.a"),
        ("pkg/__init__.py", {"pkg/__init__.py"}, "pkg"),
        ("src/pkg/a.py", {"src/pkg/a.py"}, "pkg.a"),
        ("src/a.py", {"src/a.py", "src/__init__.py"}, "src.a"),
    ],
)
def test_how_a_file_is_imported(path: str, known: set[str], name: str) -> None:
    assert module_name(path, frozenset(known)) == name


def block(body: str) -> str:
    return f"```python\ndef shorten(text, limit):\n    {body}\n```"


@pytest.mark.parametrize("with_tests", [True, False])
def test_an_example_that_does_not_hold_is_a_check(make_session: MakeSession, repo: Path, with_tests: bool) -> None:
    (repo / "words.py").write_text(WORDS)
    if with_tests:
        test = "from words import twice\n\n\ndef test_twice():\n    assert twice('a') == 'aa'\n"
        (repo / "test_words.py").write_text(test)
    session = search(make_session, block("return text[1:limit]"), block("return text[:limit]"), agent_verify=None)
    result = session.run(TASK)
    assert verdicts(session)[:2] == ["failed", "passed"]
    assert result.outcome is Outcome.CLAIMED
    assert "counts no tests" not in result.verification
    assert "text[:limit]" in (repo / "words.py").read_text()
    assert not (repo / "test_examples_of_the_task.py").exists()
    assert [file.path for file in result.files] == ["words.py"]


def test_an_answer_made_for_an_example_does_not_win(make_session: MakeSession, repo: Path) -> None:
    (repo / "words.py").write_text(WORDS)
    cheat = block('if text == "one two":\n        return "one"\n    return text')
    session = search(make_session, cheat, block("return text[:limit]"), agent_verify=None)
    session.run(TASK)
    assert verdicts(session)[:2] == ["suspicious", "passed"]


def test_what_holds_already_may_be_the_fault(make_session: MakeSession, repo: Path) -> None:
    """The task tells what the call returns now: that must not be kept."""
    (repo / "words.py").write_text(WORDS)
    session = search(make_session, block("return text[:limit]"), agent_verify=None)
    session.run('shorten("one two", 3) returns "one two". It must not be longer than the limit. Fix it.')
    assert verdicts(session) == ["passed"]
    assert "text[:limit]" in (repo / "words.py").read_text()


def test_a_function_that_is_to_be_added(make_session: MakeSession, repo: Path) -> None:
    (repo / "words.py").write_text(WORDS)
    wrong, right = ("```python\ndef thrice(text):\n    return text * " + n + "\n```" for n in ("2", "3"))
    session = search(make_session, wrong, right, agent_verify=None)
    session.run('Add a function thrice to words.py: thrice("ab") returns "ababab".')
    assert verdicts(session) == ["failed", "passed"]
    assert "text * 3" in (repo / "words.py").read_text()


def test_an_example_of_something_that_cannot_be_loaded_is_left_out(make_session: MakeSession, repo: Path) -> None:
    (repo / "words.py").write_text("import nothing_of_this_name\n" + WORDS)
    session = search(make_session, block("return text[:limit]"), code('final_answer("no")'), agent_verify=None)
    session.run(TASK)
    assert verdicts(session) == ["passed"]


@pytest.mark.parametrize(
    "told", ["`from kit import twice` should work", "`from nowhere_to_be_found import twice` must work"]
)
def test_an_import_that_a_task_speaks_of_has_to_work(make_session: MakeSession, repo: Path, told: str) -> None:
    (repo / "kit").mkdir()
    (repo / "kit" / "__init__.py").write_text("from kit.words import shorten\n")
    (repo / "kit" / "words.py").write_text(WORDS.partition("def twice")[0])
    (repo / "test_words.py").write_text("import kit\n\n\ndef test_it():\n    assert kit\n")
    function = "```python\ndef twice(text):\n    return text * 2\n```"
    session = search(make_session, function, function, function)
    result = session.run(f"Add a function twice(text) to kit/words.py. {told}, twice('a') is 'aa'.")
    assert "def twice" in (repo / "kit" / "words.py").read_text(), verdicts(session)
    exported = "from kit.words import shorten, twice" in (repo / "kit" / "__init__.py").read_text()
    assert exported is ("from kit" in told), (verdicts(session), result)


@pytest.mark.parametrize(
    ("exports", "package", "outcome"),
    [
        ("from kit.words import shorten\n", "kit", Outcome.VERIFIED),
        ("", "kit", Outcome.VERIFIED),
        ("", "kit.other", Outcome.CLAIMED),
    ],
)
def test_an_import_that_no_test_tries_is_brought_or_missed(
    make_session: MakeSession, repo: Path, exports: str, package: str, outcome: Outcome
) -> None:
    """A test fails for want of the function, and passes without the import that the task asks for too."""
    (repo / "kit" / "other").mkdir(parents=True)
    (repo / "kit" / "__init__.py").write_text(exports)
    (repo / "kit" / "other" / "__init__.py").write_text("")
    (repo / "kit" / "words.py").write_text("def shorten(text):\n    return text[:9]\n")
    test = "    assert twice('a') == 'aa'\n    assert twice('') == ''\n"
    (repo / "test_twice.py").write_text(f"from kit.words import twice\n\n\ndef test_twice():\n{test}")
    reply = "```python\ndef twice(text):\n    return text + text\n```"
    task = f"Add twice(text) to kit/words.py; `from {package} import twice` should work too."
    result = search(make_session, *[reply] * 9).run(task)
    assert "def twice" in (repo / "kit" / "words.py").read_text()
    assert ("twice" in (repo / "kit" / "__init__.py").read_text()) is (outcome is Outcome.VERIFIED)
    assert result.outcome is outcome, result.verification

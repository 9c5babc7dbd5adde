"""Tests that are made of others, and what they notice."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent_runtime.agent.search.mutants import mutants, mutants_of_constants
from agent_runtime.agent.search.settling import in_tests
from agent_runtime.agent.search.testfiles import parts_of
from agent_runtime.agent.search.varying import MAX_TESTS, says, told_values, varied
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession

BAND = '''def band(age, edges=(18, 65)):
    """The group."""
    if age < 0:
        raise ValueError(f"no age: {age}")
    if age < edges[0]:
        return "under"
    return "over" if age >= edges[-1] else "between"
'''


def variants(body: str) -> list[str]:
    text = "import pytest\nfrom bands import band\n\n\ndef test_it():\n" + "".join(
        f"    {line}\n" for line in body.split("\n")
    )
    found = varied(parts_of(text), [(BAND, "band")])
    for each in found:
        ast.parse(each)
    return found


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ('assert band(30) == "between"', "assert band(17) == 'between'"),
        ('assert band(30) == "between"', "assert band(65) == 'between'"),
        ("assert band(30, edges=(10, 20)) == 'over'", "assert band(30, edges=(20, 10)) == 'over'"),
        ("assert band(30, edges=(10, 20)) == 'over'", "assert band(30, edges=(11, 20)) == 'over'"),
        ("ages = [3, 40]\nassert [band(age) for age in ages] == []", "ages = []"),
        ('assert band("x") == 1', "assert band('X') == 1"),
        ('assert band("x") == 1', "assert band('x x') == 1"),
        ('assert band({"x": 1}) == 1', "assert band({}) == 1"),
        ('assert band({"x": 1}) == 1', "assert band({'x': 1, 'x2': 2}) == 1"),
        ('assert band({"x": 1}) == 1', "assert band({'x2': 2, 'x': 1}) == 1"),
        ("assert band(0.5) == 1", "assert band(18) == 1"),
        ('with pytest.raises(ValueError, match="no age"):\n    band(-1)', "with pytest.raises(ValueError):"),
        ('with pytest.raises(ValueError, match="no age"):\n    band(-1)', "band(-0)"),
    ],
)
def test_one_value_is_another(body: str, made: str) -> None:
    assert any(made in text for text in variants(body))


def test_values_of_the_task_come_first() -> None:
    task = 'Test band: 18 and -1, `under 5`, "a b", not test_bands.py, `band(3.5)`, 10.0.0.5, 3rd, `band` or 70%, `7`.'
    assert told_values(task) == [18, -1, 7, "under 5", "a b", "band(3.5)"]
    text = "from bands import band\n\n\ndef test_it():\n    assert band(3, edges=(10, 99)) == 'over'\n"
    found = varied(parts_of(text), [(BAND, "band")], told_values(task))
    assert all(any(f"band({value}, edges=(10, 99))" in each for each in found) for value in (18, -1, 19, 64))
    assert any("assert band(3) ==" in each for each in found)  # without what may be left out
    assert says(text, 3)
    assert not says(text, 10)
    assert not says("f(True)", 1)


def test_what_two_tests_would_do_is_done_once() -> None:
    text = "".join(f"def test_{n}():\n    assert band({n}) == 1\n\n\n" for n in (5, 6))
    found = varied(parts_of(text), [(BAND, "band")])
    calls = [each.partition("assert ")[2].partition(" ==")[0] for each in found]
    assert len(calls) == len(set(calls))
    assert "band(17)" in calls


def test_a_table_is_taken_row_by_row() -> None:
    text = (
        "import pytest\nfrom bands import band\n\n\n"
        "@pytest.mark.parametrize(('age', 'name'), [(3, 'under'), (70, 'over')])\n"
        "def test_it(age, name):\n    assert band(age) == name\n"
    )
    found = varied(parts_of(text), [(BAND, "band")])
    assert any("assert band(4) == 'under'" in each for each in found)
    assert any("assert band(64) == 'over'" in each for each in found)
    assert all("def test_it_" in each and "age" not in each for each in found)


@pytest.mark.parametrize(
    "body",
    ["assert band(True) == None", "assert band", "for age in (1, 2):\n    assert band(age) == 1", "pass"],
    ids=["truth", "no value", "within a loop", "nothing"],
)
def test_what_has_no_value_to_change_is_left(body: str) -> None:
    assert variants(body) == []


def test_the_expected_value_and_other_claims_are_not_what_is_changed() -> None:
    found = variants("mine = 20\nassert mine > 3\nassert band(mine) == 1\nassert band(70) == 2")
    assert all("== 1" in text or "== 2" in text for text in found)
    assert all(text.count("assert") == 1 for text in found)
    assert any("mine = 18" in text and "band(mine) == 1" in text for text in found)


def test_every_test_has_its_share_and_there_is_an_end() -> None:
    text = "".join(f"def test_{n}():\n    assert band({n}, {n + 100}) == 1\n\n\n" for n in range(40))
    found = varied(parts_of(text), [(BAND, "band")])
    assert len(found) == MAX_TESTS
    assert {ast.parse(each).body[0].name.split("_")[1] for each in found} == {str(n) for n in range(40)}  # type: ignore[attr-defined]
    assert len(found) == len(set(found))


def test_claims_are_found_by_their_number() -> None:
    text = "def helper():\n    assert f() == 1\n\n\ndef test_a():\n    assert f() == 2\n    assert f() == 3\n"
    assert in_tests(text) == ["", "test_a", "test_a"]


def test_a_parameter_that_is_not_heeded_and_a_text_that_stays_are_versions() -> None:
    versions = mutants(BAND, "band", 100)
    assert any("edges = (18, 65)\n" in version for version in versions)
    assert all('"""The group."""' in version for version in versions)
    lower = "def f(text, *, sep=','):\n    return text.strip().lower() if sep else text.lower()\n"
    bodies = "\n".join(mutants(lower, "f", 100))
    assert "sep = ','" in bodies
    assert "return text.strip() if" in bodies
    assert "else text\n" in bodies + "\n"


def test_written_tests_are_varied_until_they_notice_more(make_session: MakeSession, repo: Path) -> None:
    """The model tests one value only, and writes nothing else when it is asked for more."""
    (repo / "ages.py").write_text('def adult(age, since=18):\n    return "yes" if age >= since else "no"\n')
    reply = '```python\ndef test_adult():\n    assert adult(30) == "yes"\n```'
    session = make_session([reply] * 20, agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q")
    result = session.run("adult in ages.py has no tests. Write tests/test_ages.py for pytest.")
    assert result.outcome is Outcome.CLAIMED
    text = (repo / "tests" / "test_ages.py").read_text()
    assert "assert adult(18) == 'yes'" in text
    assert "== 'no'" in text
    assert "values" in str(result.answer)


def test_fixtures_that_a_test_uses_stay() -> None:
    text = "def test_it(tmp_path, clock):\n    age = 40\n    assert band(age, clock.now) == 1\n"
    found = varied(parts_of(text), [(BAND, "band")])
    assert any("(clock):" in each and "age = 17" in each for each in found)
    assert not any("tmp_path" in each for each in found)


def test_a_text_has_one_part_less() -> None:
    text = "def kind(key):\n    return key.split(':')[0]\n"
    found = varied(parts_of("def test_it():\n    assert kind('user:17:name') == 'user'\n"), [(text, "kind")])
    assert any("kind('user:17')" in each for each in found)
    assert any("kind('17:name')" in each for each in found)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("return a < len(b)", "return a < len(b) + 1"),
        ("return a < len(b)", "return True"),
        ("return a < len(b)", "return False"),
        ("return a < b < c", "return a < b"),
        ("return a < b < c", "return a < b < c + 1"),
        ("return a and b or c", "return a and b"),
        ("return a and b or c", "return b or c"),
        ("return a in ('x', b)", "return a in ('x',)"),
        ("return a in ('x', b)", "return a in (b,)"),
    ],
)
def test_versions_with_less_or_one_more(code: str, wrong: str) -> None:
    text = f"def f(a, b, c):\n    {code}\n"
    assert f"def f(a, b, c):\n    {wrong}\n" in mutants(text, "f", 100)


def test_a_value_that_is_no_condition_is_no_truth_value() -> None:
    assert not any("return True" in each for each in mutants("def f(a, b):\n    return a or b\n", "f", 100))


def test_what_a_function_reads_at_the_top_of_its_file_is_made_wrong_too() -> None:
    text = "LOW, HIGH = 1, 9\nNAMES = ['a', 'b']\nOTHER = 7\n\n\ndef f(a):\n    return a < HIGH or a in NAMES\n"
    found = mutants_of_constants(text, "f", 100)
    assert all("OTHER = 7" in each and "def f(a):\n    return a < HIGH" in each for each in found)
    assert any(each.startswith("LOW, HIGH = (1, 10)\n") for each in found)
    assert any("NAMES = ['b']" in each for each in found)
    assert len(mutants_of_constants(text, "f", 4)) == 4
    assert mutants_of_constants(text, "g", 4) == mutants_of_constants("def f(a):\n    return a\n", "f", 4) == []

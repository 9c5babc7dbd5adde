"""The parameter that a function is to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.evidence import Place
from agent_runtime.agent.search.parameters import opened, others_use, to_use, wanted_parameter, with_field
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.models.base import never
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

TEXT = '''\
class Queue:
    def add(self, title, *, priority=0) -> int:
        """Add a job."""
        return 1

    def clear(self):
        self.jobs = []

    def call(self, **options):
        pass


def slugify(
    text,
    sep="-",
):
    return text
'''
UNEXPECTED = "E   TypeError: slugify() got an unexpected keyword argument 'limit'"


@pytest.mark.parametrize(
    ("task", "output", "label", "parameter"),
    [
        ("Give slugify an optional second parameter max_length (default None).", "", "slugify", "max_length"),
        ("Let slugify have a `limit` parameter.", "", "slugify", "limit"),
        ("slugify needs another argument called limit", "", "slugify", "limit"),
        ("slugify ignores its parameter sep.", "", "slugify", None),
        ("slugify ignores the parameter that is given.", "", "slugify", None),
        ("Give slug a parameter limit.", "", "slugify", None),
        ("A test fails.", UNEXPECTED, "slugify", "limit"),
        ("A test fails.", UNEXPECTED, "Queue.add", None),
        ("A test fails.", UNEXPECTED.replace("slugify", "Queue.add"), "Queue.add", "limit"),
        ("Give call a parameter limit.", "", "Queue.call", None),
        ("Give nothing a parameter limit.", "", "nothing", None),
    ],
)
def test_what_is_to_be_given(task: str, output: str, label: str, parameter: str | None) -> None:
    assert wanted_parameter(task, output, TEXT, label) == parameter


@pytest.mark.parametrize(
    ("label", "head"),
    [
        ("slugify", 'def slugify(\n    text,\n    sep="-", limit'),
        ("Queue.add", "    def add(self, title, *, priority=0, limit"),
        ("Queue.clear", "    def clear(self, limit"),
        ("Queue.call", None),
    ],
)
def test_the_head_as_far_as_the_new_parameter(label: str, head: str | None) -> None:
    assert opened(TEXT, label, "limit") == head


def test_a_reply_goes_on_behind_the_parameter() -> None:
    begin = beginning(Place("a.py", "slugify"), TEXT, "limit")
    rest = "=None):\n    return text[:limit]\n\n\n"
    end = function_end(begin, never)(begin + rest + "def other():\n")
    assert end == len(begin + rest)


BOX = """\
class Box:
    def __init__(self, names):
        self.names = names

    def size(self):
        return len(self.names)

    def first(self):
        \"""The name that comes first.\"""
        return sorted(self.names)[:2]


def show(box, end=""):
    return end
"""
STORED = BOX.replace("names):", "names, limit=2):").replace("= names\n", "= names\n        self.limit = limit\n")


@pytest.mark.parametrize(
    ("new", "labels"),
    [
        (STORED, ["Box.size", "Box.first"]),
        (STORED.replace("[:2]", "[: self.limit]"), []),
        (BOX.replace('end=""', 'end="", wide=False'), ["show"]),
        (BOX.replace('end=""', 'end="", wide=False').replace("return end", "return end * wide"), []),
        (BOX + "\n\ndef new(box):\n    return box\n", []),
        (BOX, []),
    ],
)
def test_what_may_have_to_use_a_parameter_that_was_brought(new: str, labels: list[str]) -> None:
    assert to_use(BOX, new) == labels


def test_a_parameter_of_a_constructor_is_brought_and_then_used(make_session: MakeSession, repo: Path) -> None:
    (repo / "box.py").write_text(BOX)
    (repo / "test_box.py").write_text(
        "from box import Box\n\n\ndef test_first():\n    assert Box('cba').first() == ['a', 'b']\n"
        "\n\ndef test_limit():\n    assert Box('cba', limit=1).first() == ['a']\n"
        "    assert Box('dcba', limit=3).first() == ['a', 'b', 'c']\n"
    )
    stored = "```python\ndef __init__(self, names, limit=2):\n    self.names = names\n    self.limit = limit\n```"
    used = "```python\ndef first(self):\n    return sorted(self.names)[: self.limit]\n```"
    session = search(make_session, stored, *[used] * 60)
    result = session.run("Box takes an optional parameter limit (default 2): first gives no more names than that.")
    assert result.outcome is Outcome.VERIFIED, verdicts(session)
    assert "self.limit" in (repo / "box.py").read_text()


def test_whether_others_have_to_use_it() -> None:
    assert others_use(BOX, STORED)
    assert not others_use(BOX, BOX.replace('end=""', 'end="", wide=False'))
    assert not others_use(BOX, STORED.replace("[:2]", "[: self.limit]"))


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        (
            "@dataclass(frozen=True)\nclass Policy:\n    last: int\n    daily: int = 0  # days\n\n    def all(s): 1\n",
            "    daily: int = 0  # days\n    yearly: int = 0\n",
        ),
        ("class Policy(typing.NamedTuple):\n    last: str\n", "    last: str\n    yearly: str\n"),
        ("class Policy:\n    last: int = 0\n", None),
        ("@dataclass\nclass Other:\n    last: int = 0\n", None),
    ],
)
@pytest.mark.parametrize("made", ["Policy.__init__", "Policy.__new__", "Policy"])
def test_a_field_that_a_call_wants(code: str, changed: str | None, made: str) -> None:
    new = with_field(code, made, "yearly")
    assert (new is None) if changed is None else (new is not None and changed in new)


def test_a_field_is_a_step(make_session: MakeSession, repo: Path) -> None:
    (repo / "policy.py").write_text(
        "from dataclasses import dataclass\n\nRULES = ('daily', 'weekly')\n\n\n@dataclass\nclass Policy:\n"
        "    daily: int = 0\n    weekly: int = 0\n\n    def rules(self):\n"
        "        return [rule for rule in RULES if getattr(self, rule)]\n"
    )
    (repo / "test_policy.py").write_text(
        "from policy import Policy\n\n\ndef test_rules():\n"
        "    assert Policy(weekly=1, yearly=2).rules() == ['weekly', 'yearly']\n"
    )
    search(make_session, *["nothing"] * 20).run("Add a rule `yearly` in the settings too. Its test fails.")
    text = (repo / "policy.py").read_text()
    assert "    weekly: int = 0\n    yearly: int = 0\n" in text
    assert "RULES = ('daily', 'weekly', 'yearly')" in text


LABELS = """from dataclasses import dataclass


@dataclass
class Label:
    text: str


def shown(label):
    return label.text + "!"
"""


def test_after_a_field_was_brought_the_model_is_asked_first(make_session: MakeSession, repo: Path) -> None:
    """Nothing that is turned makes use of a field that nobody reads yet."""
    (repo / "labels.py").write_text(LABELS)
    tests = "    assert shown(Label('a', loud=True)) == 'A!'\n    assert shown(Label('b', loud=False)) == 'b!'\n"
    (repo / "test_labels.py").write_text(f"from labels import Label, shown\n\n\ndef test_shown():\n{tests}")
    reply = "```python\ndef shown(label):\n    return (label.text.upper() if label.loud else label.text) + '!'\n```"
    session = search(make_session, *[reply] * 9)
    session.run("A label may be loud: then it is shown in capitals.")
    assert verdicts(session)[:2] == ["failed", "passed"]


GEAR = """def power(tube, eye):
    return tube / eye


def pupil(tube, eye):
    return 100 / power(tube, eye)
"""


def test_where_another_function_lacks_the_parameter_it_is_asked_for_at_once(
    make_session: MakeSession, repo: Path
) -> None:
    (repo / "gear.py").write_text(GEAR)
    (repo / "test_gear.py").write_text(
        "from gear import power, pupil\n\n\ndef test_lens():\n    assert power(1200, 25, lens=2) == 96\n"
        "    assert pupil(1000, 10, lens=2) == 0.5\n"
    )
    first = "```python\ndef power(tube, eye, lens=1):\n    return tube * lens / eye\n```"
    wrong = first.replace("* lens", "+ lens")
    session = search(make_session, first, *[wrong.replace("lens /", f"lens - {number} /") for number in range(12)])
    session.run("power and pupil in gear.py take lens=2, which multiplies the power.")
    asked = [prompt[-1].content for prompt in session.model.prompts]  # type: ignore[union-attr]
    assert "pupil() got an unexpected keyword argument" in asked[1]

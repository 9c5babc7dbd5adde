"""New functions that nothing uses are no feature, and settings without their end are no change."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from agent_runtime.agent.search.idle import forgotten
from agent_runtime.agent.search.locate import Locator
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

REPORT = "def report(rows):\n    return [str(len(rows))]\n"
TASK = "The report should have a line with the sum of the rows behind the number of rows."
HELPER = "def total_line(rows):\n    return str(sum(rows))"
METHOD = "class Totals:\n    def total_line(self, rows):\n        return str(sum(rows))"
USED = REPORT.replace("[str(len(rows))]", "[str(len(rows)), total_line(rows)]")


@pytest.fixture
def reports(repo: Path) -> Path:
    (repo / "report.py").write_text(REPORT)
    (repo / "test_report.py").write_text("from report import report\n\n\ndef test_report():\n    assert report([1])\n")
    return repo


@pytest.mark.parametrize("new", [HELPER, METHOD])
def test_what_is_used_wins_over_what_is_not(make_session: MakeSession, reports: Path, new: str) -> None:
    right = f"{HELPER}\n\n\n{USED}"
    session = search(make_session, f"```python\n{REPORT}\n\n{new}\n```", f"```python\n{right}```")
    session.run(TASK)
    assert verdicts(session) == ["suspicious", "passed"]
    assert (reports / "report.py").read_text().count("total_line") == 2


@pytest.mark.parametrize(
    ("task", "new"),
    [
        (TASK + " Put it into total_line().", HELPER),
        ("Add a function for the sum of the rows to report.py.", HELPER),
        (TASK, f"@register\n{HELPER}".replace("@register", "@staticmethod")),
        (TASK, METHOD.replace("Totals", "Totals(dict)")),
        (TASK, METHOD.replace("total_line(self", "__call__(self")),
    ],
)
def test_what_may_be_used_without_being_called(make_session: MakeSession, reports: Path, task: str, new: str) -> None:
    session = search(make_session, f"```python\n{REPORT}\n\n{new}\n```")
    session.run(task)
    assert verdicts(session)[-1] == "passed"
    assert "sum(rows)" in (reports / "report.py").read_text()


@pytest.mark.parametrize(
    ("task", "new", "verdict"),
    [
        (TASK, "def report(rows):\n    # the sum\n    return [str(len(rows))]\n", "suspicious"),
        (
            "Describe in its docstring what report returns, and mend it.",
            REPORT.replace("    ret", '    """x"""\n    ret'),
            "passed",
        ),
        (TASK, REPORT.replace("len(rows)", "sum(rows)"), "passed"),
        (TASK, f"import math\nfrom typing import *\nfrom typing import List\n\n\n{REPORT}", "suspicious"),
        (TASK, f"import math\n\n\n{REPORT}".replace("len(rows)", "math.fsum(rows)"), "passed"),
    ],
)
def test_code_that_stays_as_it_was_is_no_feature(
    make_session: MakeSession, reports: Path, task: str, new: str, verdict: str
) -> None:
    (reports / "report.py").write_text(REPORT.replace("    ret", '    """Lines."""\n    ret'))
    session = search(make_session, f"```python\n{new}```")
    session.run(task)
    assert verdicts(session)[0] == verdict


NETS = """[net.office]
network = "10.0.0.0/24"
gateway = "10.0.0.1"
reserved = []

[net.lab]
network = "10.0.2.0/28"

[net.guest]
gateway = "10.0.4.1"
reserved = ["10.0.4.2"]

[net.guest.fixed]
portal = "10.0.4.20"
"""
MOVED = NETS.replace("10.0.4", "10.0.8")
SERVICES = "services:\n  web:\n    image: a\n    ports:\n      - 80\n  db:\n    image: b\n    memory: 1g\n"
CHECK = """import tomllib

net = tomllib.load(open("nets.toml", "rb"))["net"]["guest"]
assert net["gateway"] == "10.0.8.1"
"""


@pytest.mark.parametrize(
    ("path", "old", "new", "task", "lost"),
    [
        ("nets.toml", NETS, MOVED, "It moved.", []),
        ("nets.toml", NETS, MOVED[: MOVED.index("\n[net.guest.")], "It moved.", ["nets.toml loses net.guest.fixed"]),
        ("nets.toml", NETS, MOVED.replace("portal", "door"), "It moved.", []),
        ("nets.toml", NETS, MOVED[: MOVED.index("portal")], "Remove the portal.", []),
        ("nets.toml", NETS, MOVED[: MOVED.index("portal")], "The portal is not needed.", []),
        ("nets.py", NETS, "", "It moved.", []),
        (
            "stack.yaml",
            SERVICES,
            SERVICES.replace("    memory: 1g\n", ""),
            "Mend it.",
            ["stack.yaml loses services.db.memory"],
        ),
        ("stack.yaml", SERVICES, SERVICES.replace("80", "8080"), "Mend it.", []),
        (
            "stack.yaml",
            SERVICES,
            SERVICES.replace("  db:\n    image: b\n", "    tag: b\n"),
            "Mend it.",
            ["stack.yaml loses services.db"],
        ),
        (
            "a.json",
            '{\n  "x": {\n    "y": 1,\n    "z": 2\n  }\n}\n',
            '{\n  "x": {\n    "y": 1\n  }\n}\n',
            "Mend it.",
            ["a.json loses x.z"],
        ),
        ("new.toml", "", NETS, "Write it.", []),
    ],
)
def test_settings_that_lose_keys(path: str, old: str, new: str, task: str, lost: list[str]) -> None:
    class Texts:
        def text(self, _: str) -> str:
            return old

    assert forgotten({path: new}, cast("Locator", Texts()), task) == lost


def test_settings_without_their_end_do_not_win(make_session: MakeSession, repo: Path) -> None:
    (repo / "nets.toml").write_text(NETS)
    (repo / "check.py").write_text(CHECK)
    short, whole = (f"```toml\n{text}```" for text in (MOVED[: MOVED.index("\n[net.guest.")], MOVED))
    session = search(make_session, short, *[whole] * 20, agent_verify="python check.py")
    result = session.run("The guest network moved to 10.0.8.0, adapt nets.toml.")
    assert "suspicious" in verdicts(session), verdicts(session)
    assert (repo / "nets.toml").read_text() == MOVED
    assert "suspicious" in verdicts(session)
    assert result.outcome is Outcome.CLAIMED
    assert 'passes with `portal = "10.0.4.20"` too' in result.verification

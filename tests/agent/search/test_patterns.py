"""One thing in a regular expression turned, without a model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent_runtime.agent.search.patterns import patterns
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

FILE = """\
import re

OTHER = re.compile(r"x+")
TAG = re.compile(r"PATTERN", re.I)


def tags(text):
    return TAG.findall(text)
"""


def turned(pattern: str, file: str = FILE) -> list[str]:
    """What becomes of a pattern at the top of a file."""
    found = []
    for text in patterns(file.replace("PATTERN", pattern), "tags", 99):
        changed = [line for line in text.split("\n") if line not in file.replace("PATTERN", pattern).split("\n")]
        match = re.search(r'r?"(.*?)"', "".join(changed))
        assert match is not None
        assert len(changed) == 1
        found.append(match[1])
    return found


@pytest.mark.parametrize(
    ("pattern", "versions"),
    [
        (r"#(\w+)", {r"#(\w*)", r"#(\w)", r"#([\w-]+)"}),
        (r"[^a-z]", {r"[^a-z]+", r"[^a-z]?", r"[^a-zA-Z]", r"[^a-z0-9]", r"[^a-z-]", r"[a-z]"}),
        (r"^a.*b$", {"a.*b$", r"^a\.*b$", "^a.+b$", "^a.b$", "^a.*?b$", "^a.*b"}),
        (r"colou?r", {"colour", "colou*r"}),
        (r"x\.y", {"x.y"}),
        (r"a(?P<n>b)(?:c){2,3}", set()),
        (r"\\d \[", set()),
    ],
)
def test_what_is_turned(pattern: str, versions: set[str]) -> None:
    found = turned(pattern)
    assert set(found) == versions
    assert len(found) == len(versions)


def test_a_pattern_in_the_function_itself() -> None:
    file = 'import re\n\n\ndef tags(text):\n    return re.sub("PATTERN", "ä", text)\n'
    assert turned("a+", file) == ["a*", "a"]
    assert patterns(file.replace('"PATTERN"', '"a" "b+"'), "tags", 9) == []  # of several parts
    assert patterns(file.replace('"PATTERN"', '"\\u0061+"'), "tags", 9) == []  # written with escapes
    assert patterns(file.replace('"PATTERN"', "text"), "tags", 9) == patterns(file, "nothing", 9) == []


def test_a_slip_in_a_pattern_at_the_top_is_found(make_session: MakeSession, repo: Path) -> None:
    source = FILE.replace("PATTERN", r"#(\w+)")
    (repo / "tags.py").write_text(source)
    (repo / "test_tags.py").write_text(
        "from tags import tags\n\n\ndef test_tags():\n    assert tags('a #at-work #b, # c') == ['at-work', 'b']\n"
        "    assert tags('#a-b-c') == ['a-b-c']\n"
    )
    session = search(make_session, *[f"```python\n{source}```"] * 20)
    result = session.run("A tag with a hyphen is cut off.")
    assert (repo / "tags.py").read_text() == source.replace(r"\w", r"[\w-]"), verdicts(session)
    assert result.outcome is Outcome.VERIFIED, result.verification

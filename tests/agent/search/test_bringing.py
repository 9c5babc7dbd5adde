"""Imports that a change needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

FILES = {
    "shop/a.py": "import sys\nfrom shop.b import one\n\n\ndef f():\n    return one\n",
    "shop/b.py": "one = 1\n\n\ndef two():\n    return 2\n\n\nclass Twice:\n    pass\n",
    "shop/c.py": "class Twice:\n    pass\n",
    "shop/near.py": "from .b import one\n",
    "src/lib/d.py": "LIMIT = 3\n",
}


def holding(name: str) -> Iterable[tuple[str, str]]:
    return [(path, text) for path, text in FILES.items() if name in text]


def brought(path: str, code: str, **more: str) -> str:
    edits = {path: FILES[path] + code, **more}
    return with_imports(edits, lambda each: FILES.get(each, ""), holding, frozenset(FILES))[path] or ""


@pytest.mark.parametrize(
    ("path", "code", "line"),
    [
        ("shop/a.py", "two()\n", "from shop.b import one, two"),
        ("shop/near.py", "two()\n", "from .b import one, two"),
        ("shop/a.py", "print(LIMIT)\n", "from lib.d import LIMIT"),
        ("shop/a.py", "re.sub('a', 'b', 'c')\n", "import re"),
        ("shop/a.py", "Counter('abc')\n", "from collections import Counter"),
        ("shop/a.py", "datetime.now()\n", "from datetime import datetime"),
        ("shop/a.py", "datetime.date.today()\n", "import datetime"),
        ("shop/a.py", "Path('x')\n", "from pathlib import Path"),
    ],
)
def test_what_it_is_clear_where_it_comes_from(path: str, code: str, line: str) -> None:
    assert line in brought(path, code).split("\n")


@pytest.mark.parametrize(
    "code", ["Twice()\n", "load_sheet()\n", "sys.exit()\n", "copy\n", "with open(1) as re: re.sub\n"]
)
def test_all_else_stays(code: str) -> None:
    assert brought("shop/a.py", code) == FILES["shop/a.py"] + code


def test_what_the_same_change_defines() -> None:
    text = brought("shop/a.py", "three()\n", **{"shop/new.py": "def three():\n    return 3\n"})
    assert "from shop.new import three" in text


def test_a_function_that_needs_an_import_passes(make_session: MakeSession, repo: Path) -> None:
    (repo / "words.py").write_text("def words(text):\n    return text.split()\n")
    (repo / "test_words.py").write_text(
        "from words import words\n\n\ndef test_words():\n    assert words('a-b c') == ['a', 'b', 'c']\n"
        "    assert words('d, e') == ['d', 'e']\n"
    )
    session = search(make_session, "```python\ndef words(text):\n    return re.findall(r'\\w+', text)\n```")
    assert session.run("words is wrong. Fix it.").outcome is Outcome.VERIFIED, verdicts(session)
    assert (repo / "words.py").read_text().startswith("import re\n")


@pytest.mark.parametrize(
    ("path", "code", "kept"),
    [
        ("shop/b.py", "from shop.b import (\n    one,\n)\n\ntwo()\n", "\ntwo()\n"),
        ("src/lib/d.py", "from lib.d import LIMIT\n", ""),
        ("shop/a.py", "from shop.b import two\ntwo()\n", "from shop.b import two\ntwo()\n"),
    ],
)
def test_a_file_is_not_imported_from_itself(path: str, code: str, kept: str) -> None:
    assert brought(path, code) == FILES[path] + kept

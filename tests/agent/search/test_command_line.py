"""A check that wants an option and a parameter: what is looked at first, and what is shown of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.agent.search.asking import excerpt
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.locate import Locator
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.testing import parse_test_output
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

MAIN = """\
import argparse

from items import listed


def main(arguments):
    options = read(arguments)
    show(options)
    return 0


def read(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    return parser.parse_args(arguments)


def show(options):
    print(listed(options.file))
"""
ITEMS = "def listed(file):\n    return file.split('-')\n"
TEST_MAIN = """\
from main import main


def test_last(capsys):
    assert main(["a-b-c", "--last"]) == 0
    assert capsys.readouterr().out == "['c']\\n"
"""
TEST_ITEMS = """\
from items import listed


def test_last():
    assert listed("a-b-c", last=True) == ["c"]


def test_all():
    assert listed("a-b") == ["a", "b"]
"""


@pytest.fixture
def listing(repo: Path) -> Path:
    (repo / "main.py").write_text(MAIN)
    (repo / "items.py").write_text(ITEMS)
    (repo / "test_a_main.py").write_text(TEST_MAIN)
    (repo / "test_items.py").write_text(TEST_ITEMS)
    return repo


def failures(folder: Path) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    summary = parse_test_output(done.stdout, done.returncode)
    return [excerpt(done.stdout, each) for each in summary.failures]


def test_why_a_program_exits_is_shown_and_of_two_tests_of_a_name_the_right_one(listing: Path) -> None:
    main, items = failures(listing)
    assert main.endswith("error: unrecognized arguments: --last")
    assert " at 0x" not in main
    assert "listed() got an unexpected keyword argument 'last'" in items
    assert "capsys" not in items


def test_what_says_which_options_there_are_is_suspected(listing: Path) -> None:
    sandbox = Sandbox(listing, backend="none")
    locator = Locator(ToolContext(listing, Settings(), listing, PathGuard(listing), sandbox))
    output = failures(listing)[0]
    [first, *_] = locator.suspects(Evidence("An option is missing.", output))
    assert (first.path, first.function) == ("main.py", "read")


def test_the_parameter_comes_first_and_then_the_option(make_session: MakeSession, listing: Path) -> None:
    parameter = "def listed(file, last=False):\n    parts = file.split('-')\n    return parts[-1:] if last else parts"
    option = MAIN[MAIN.index("def read") : MAIN.index("def show")].replace(
        "    return", '    parser.add_argument("--last", action="store_true")\n    return'
    )
    shown = "def show(options):\n    print(listed(options.file, options.last))"
    replies = [f"```python\n{text}\n```" for text in (parameter, *[option] * 9, *[shown] * 9)]
    session = search(make_session, *replies)
    result = session.run("Let one list only the last part.")
    assert result.outcome is Outcome.VERIFIED, (verdicts(session), result.verification)
    assert verdicts(session)[0] == "failed"
    first = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "def listed(file)" in first
    assert "unexpected keyword argument 'last'" in first

"""SEARCH/REPLACE blocks land and are refused as diffs are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_runtime.errors import EditFailed, NotFound, PathRefused
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.patch import ApplyPatch, ProposePatchUnified

CALC = "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b\n"


def block(old: str, new: str, path: str = "calc.py\n") -> str:
    return f"{path}<<<<<<< SEARCH\n{old}=======\n{new}>>>>>>> REPLACE\n"


ADD = block("def add(a, b):\n    return a - b\n", "def add(a, b):\n    return a + b\n")


def apply(context: ToolContext, text: str) -> Any:
    answer: Any = ProposePatchUnified(context).forward(text)
    ApplyPatch(context).forward(answer["patch_id"])
    return answer


@pytest.mark.parametrize(
    "text",
    [
        ADD,
        ADD.replace("calc.py\n", "```python\ncalc.py\n") + "```\n",
        ADD.replace("calc.py\n", "calc.py\n```python\n") + "```\n",
        ADD.replace("calc.py\n", "### `calc.py`\n"),
        ADD.replace("calc.py\n", "File: ./calc.py:\n"),
        ADD.replace("\n", "\r\n"),
        ADD.replace("def ", "  def ").replace("    return", "      return"),
        ADD.replace("return a - b\n", "return a - b   \n"),
    ],
)
def test_a_block_lands(context: ToolContext, workspace: Path, text: str) -> None:
    (workspace / "calc.py").write_text(CALC)
    apply(context, text)
    assert (workspace / "calc.py").read_text() == CALC.replace("a - b", "a + b", 1)


def test_several_blocks_and_files_land_together(context: ToolContext, workspace: Path) -> None:
    (workspace / "calc.py").write_text(CALC)
    text = ADD + block("def sub(a, b):\n", "def minus(a, b):\n", "") + block("", "print(1)\n", "new.py\n")
    answer = apply(context, text)
    assert answer["files"] == ["calc.py", "new.py"]
    assert (workspace / "calc.py").read_text() == CALC.replace("a - b", "a + b", 1).replace("sub", "minus")
    assert (workspace / "new.py").read_text() == "print(1)\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (block("    return a - b\n", "    return b - a\n"), "2 places"),
        (block("def mul(x, y, z):\n    return product\n", "pass\n"), "no match"),
        (block("", "import os\n"), "only \\+ lines"),
        (block("def add(a, b):\n    ...\n", "def add(a, b):\n    return 1\n"), "calc.py"),
        (block("def add(a, b):\n", "def add(a, b:\n"), "syntax error"),
        (block("def add(a, b):\n", "# ... existing code ...\n"), "left out"),
        (block("def add(a, b):\n", "x\n", ""), "no line with its file's path"),
        (ADD.replace(">>>>>>> REPLACE\n", ""), "no '>>>>>>> REPLACE' line"),
        (ADD.replace("=======\n", ""), "no '=======' line"),
        (block("Title\n=====\n", "Name\n====\n"), "two '=======' lines"),
    ],
)
def test_what_is_unsure_is_refused(context: ToolContext, workspace: Path, text: str, words: str) -> None:
    (workspace / "calc.py").write_text(CALC)
    with pytest.raises(EditFailed, match=words):
        ProposePatchUnified(context).forward(text)
    assert not (workspace.parent / "run" / "patches" / "p1").exists()


def test_paths_are_judged(context: ToolContext, workspace: Path) -> None:
    with pytest.raises(PathRefused):
        ProposePatchUnified(context).forward(block("x\n", "y\n", "../out.py\n"))
    with pytest.raises(NotFound):
        ProposePatchUnified(context).forward(block("x\n", "y\n", "none.py\n"))


def test_a_diff_of_a_file_with_marks_stays_a_diff(context: ToolContext, workspace: Path) -> None:
    (workspace / "a.txt").write_text("<<<<<<< SEARCH\none\n=======\ntwo\n>>>>>>> REPLACE\n")
    diff = "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n <<<<<<< SEARCH\n-one\n+eins\n =======\n"
    apply(context, diff)
    assert (workspace / "a.txt").read_text() == "<<<<<<< SEARCH\neins\n=======\ntwo\n>>>>>>> REPLACE\n"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_true_block_gives_the_true_result(context: ToolContext, workspace: Path, data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 30))
    lines = [f"{data.draw(st.sampled_from(['alpha', 'beta', 'gamma']))} {number}\n" for number in range(count)]
    start = data.draw(st.integers(0, count - 1))
    end = data.draw(st.integers(start + 1, count))
    new = data.draw(st.lists(st.sampled_from(["omega 1\n", "\n", "  psi\n"]), max_size=4))
    (workspace / "a.txt").write_text("".join(lines))
    context.reads.forget("a.txt")
    apply(context, block("".join(lines[start:end]), "".join(new), "a.txt\n"))
    assert (workspace / "a.txt").read_text() == "".join([*lines[:start], *new, *lines[end:]])

"""The corpus of damaged diffs: how many land, how many are refused, none wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent_runtime.errors import ToolError
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.patch import ApplyPatch, ProposePatchUnified
from tests.tools.corpus.cases import CASES, Case
from tests.tools.corpus.files import FILES


def write_files(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode())


def read_files(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in FILES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_damaged_diff_lands_where_it_was_meant_or_is_refused(
    case: Case, context: ToolContext, workspace: Path
) -> None:
    write_files(workspace)
    if case.result is None:
        with pytest.raises(ToolError) as caught:
            ProposePatchUnified(context).forward(case.diff)
        assert case.words in str(caught.value)
        assert caught.value.recovery
        assert read_files(workspace) == FILES
        return
    answer: Any = ProposePatchUnified(context).forward(case.diff)
    ApplyPatch(context).forward(answer["patch_id"])
    assert read_files(workspace) == case.result


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.diff for case in CASES}) == len(CASES)

import pytest

from foldersync import Changes, FileState, Step
from foldersync.report import human_size, step_rows, summary


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1549, "1.5 kB"), (999_950, "1.0 MB"), (3 * 10**12, "3000.0 GB")],
)
def test_human_size(size, text):
    assert human_size(size) == text


def test_step_rows():
    assert step_rows([Step("move", "b", "a"), Step("copy", "c")]) == ["move a -> b", "copy c"]


def test_summary():
    source = {"a": FileState(1500, "a"), "b": FileState(500, "b"), "c": FileState(9, "c")}
    assert (
        summary(Changes(["a"], ["b"], [], [("old", "c")]), source) == "1 added, 1 changed, 0 removed, 1 moved (2.0 kB)"
    )
    assert summary(Changes([], [], [], []), source) == "no changes"

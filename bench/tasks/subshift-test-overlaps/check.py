import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_overlaps.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two.start < one.end", "two.start <= one.end"),
        ("two.start < one.end", "two.start > one.end"),
        ("sorted(cues, key=lambda cue: cue.start)", "list(cues)"),
        (" if two.start < one.end]", "]"),
        ("return [(one.number, two.number) for", "return [] and [(one.number, two.number) for"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_overlaps.py", change=("subshift/edit.py", old, new))

import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_between.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("entry.time >= start", "entry.time > start"),
        ("entry.time < end", "entry.time <= end"),
        ("(start is None or entry.time >= start)", "True"),
        ("(end is None or entry.time < end)", "True"),
        ("(start is None or entry.time >= start)", "(start is not None and entry.time >= start)"),
        ("(end is None or entry.time < end)", "(end is not None and entry.time < end)"),
        (") and (end", ") or (end"),
        ("entry.time >= start", "entry.time == start"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_between.py", change=("accesslog/filters.py", old, new))

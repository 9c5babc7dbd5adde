import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_duration.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ms": 0.001', '"ms": 0.01'),
        ('"h": 3600', '"h": 360'),
        ('"d": 86400', '"d": 8640'),
        ('or "s"', 'or "m"'),
        ("total += float", "total = float"),
        ("if not seen:", "if False:"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_duration.py", change=("confstack/values.py", old, new))

import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_ranges.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    left, right = sorted((left, right))\n", ""),
        ("    top, bottom = sorted((top, bottom))\n", ""),
        ("range(top, bottom + 1)", "range(top, bottom)"),
        (
            "for row in range(top, bottom + 1) for column in range(left, right + 1)",
            "for column in range(left, right + 1) for row in range(top, bottom + 1)",
        ),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_ranges.py", change=("gridsheet/address.py", old, new))

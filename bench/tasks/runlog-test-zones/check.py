import pytest

from support import own_tests_pass

ZONES = "(50, 60, 70, 80, 90)"


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_heart.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("percent >= begin", "percent > begin"),
        ("percent >= begin", "percent >= begin - 2"),
        ("percent >= begin", "percent >= begin + 2"),
        (ZONES, "(48, 60, 70, 80, 90)"),
        (ZONES, "(50, 62, 70, 80, 90)"),
        (ZONES, "(50, 60, 68, 80, 90)"),
        (ZONES, "(50, 60, 70, 82, 90)"),
        (ZONES, "(50, 60, 70, 80, 88)"),
        (ZONES, "(60, 70, 80, 90)"),
        (ZONES, "(50, 60, 70, 80)"),
        (ZONES, "(50, 60, 70, 80, 90, 100)"),
        ("rate > highest", "rate >= highest"),
        ("rate > highest", "False"),
        ("rate > highest", "rate < highest"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_heart.py", change=("runlog/heart.py", old, new))

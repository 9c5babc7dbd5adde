import pytest
from support import WORKSPACE, own_tests_pass, started_as


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_workdays.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("not in (SUNDAY, MONDAY)", "not in (SUNDAY,)"),
        ("not in (SUNDAY, MONDAY)", "not in (MONDAY,)"),
        (" and day not in holidays", ""),
        ("is_workday(day, holidays):", "is_workday(day):"),
        ("day = ordered\n", "day = ordered - timedelta(days=1)\n"),
        ("day = ordered\n", "day = ordered\n    days = max(days, 1)\n"),
        ("while days > 0", "while days >= 0"),
        ("while days > 0", "while days > 1"),
        ("    return day\n", "    return day + timedelta(days=1)\n"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_workdays.py", change=("workdays.py", old, new))


def test_the_code_is_the_same():
    assert (WORKSPACE / "workdays.py").read_text() == started_as("workdays.py")

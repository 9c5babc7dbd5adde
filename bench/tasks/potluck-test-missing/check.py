import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("test_missing.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if short > 0:", "if short >= 0:"),
        ("if short > 0:", "if short != 0:"),
        ("if short > 0:", "if short == self.guests:"),
        ("if short > 0:", "if 0 < short < self.guests:"),
        ("missing[course] = short", "missing[course] = self.guests"),
        ("missing[course] = short", "missing[course] = self.servings(course)"),
        ("        return missing\n", "        return {}\n"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("test_missing.py", change=("party.py", old, new))

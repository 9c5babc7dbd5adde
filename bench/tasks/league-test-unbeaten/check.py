import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_unbeaten.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in reversed(outcomes(results, team)):", "in outcomes(results, team):"),
        ('letter == "L"', 'letter != "W"'),
        ("            break\n", "            continue\n"),
        ("            break\n", "            count = 0\n"),
        ("        count += 1\n    return count\n", "        count += 1\n    return 0\n"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_unbeaten.py", change=("leaguetable/form.py", old, new))

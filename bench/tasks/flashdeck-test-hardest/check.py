import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_hardest.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(-pair[0], pair[1].front)", "(pair[0], pair[1].front)"),
        ("(-pair[0], pair[1].front)", "pair[1].front"),
        ("(-pair[0], pair[1].front)", "-pair[0]"),
        ("for number, card in misses if number]", "for number, card in misses]"),
        ("misses[:count]", "misses"),
        ("misses[:count]", "misses[:3]"),
        ("sum(not answer.known for", "sum(answer.known for"),
        ("count=3):", "count=2):"),
        ("count=3):", "count=5):"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_hardest.py", change=("flashdeck/stats.py", old, new))

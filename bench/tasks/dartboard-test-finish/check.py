import pytest
from support import own_tests_pass

FILE = "dartboard/checkouts.py"


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_checkouts.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("darts=3", "darts=2"),
        (" | {50}", ""),
        ("range(1, 21)} | {50}", "range(1, 20)} | {50}"),
        ("2 * number", "number"),
        ("range(1, 21)} | {25, 50}", "range(1, 20)} | {25, 50}"),
        ("(1, 2, 3)", "(1, 2)"),
        ("if points in DOUBLES:", "if points in SCORES:"),
        ("if points in DOUBLES:", "if points in DOUBLES or points == 1:"),
        ("not 1 <= darts <= 3", "darts > 3"),
        ("not 1 <= darts <= 3", "darts < 1"),
        ("raise ValueError", "raise TypeError"),
        ("return darts > 1 and any", "return darts > 1 or any"),
        ("darts > 1 and any(", "points <= 170 and darts > 1 or any("),
        ("darts > 1 and any(", "darts > 2 and any("),
        ("darts > 1 and any(", "points != 110 and darts > 1 and any("),
        ("can_finish(points - score, darts - 1)", "can_finish(points - score, 2)"),
        ("if score < points", "if score < points < 170"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_checkouts.py", change=(FILE, old, new))

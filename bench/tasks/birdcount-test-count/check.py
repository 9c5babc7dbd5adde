import pytest

from support import own_tests_pass

X = 'if text.lower() == "x":'
ESTIMATE = 'text.removeprefix("~")'


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_count.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (X, 'if text == "x":'),
        (X, 'if text == "X":'),
        (X, "if text.isalpha():"),
        ("        return 1\n", "        return 0\n"),
        (ESTIMATE, "text"),
        (f"int({ESTIMATE})", f'int({ESTIMATE}) // (2 if "~" in text else 1)'),
        (f"int({ESTIMATE})", f"int({ESTIMATE}) + 1"),
        (f"int({ESTIMATE})", f"abs(int({ESTIMATE}))"),
        ("count < 1", "count < 0"),
        ("count < 1", "count == 0"),
        ("count < 1", "count <= 1"),
        ("count < 1", "False"),
        ("count < 1", 'count < 1 and "~" not in text'),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_count.py", change=("birdcount/sightings.py", old, new))

import pytest
from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_band.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("age < edges[0]", "age <= edges[0]"),
        ("age < edges[0]", "age < edges[0] - 1"),
        ('f"under {edges[0]}"', 'f"under {edges[1]}"'),
        ("age < following", "age <= following"),
        ("age < following", "age < following - 1"),
        ("{following - 1}", "{following}"),
        ("{low}-", "{low + 1}-"),
        ('f"{edges[-1]}+"', "None"),
        ('f"{edges[-1]}+"', 'f"over {edges[-1]}"'),
        ("in pairwise(edges)", "in pairwise((18, 30, 50, 65))"),
        ("age < 0", "age is None"),
        ('raise ValueError(f"not an age: {age}")', "return None"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_band.py", change=("surveykit/groups.py", old, new))

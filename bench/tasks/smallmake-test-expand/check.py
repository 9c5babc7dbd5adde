import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_variables.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return _VARIABLE.sub(value, text)", "return _VARIABLE.sub(value, text, count=1)"),
        ("return _VARIABLE.sub(value, text)", "return text"),
        ("return _VARIABLE.sub(value, text)", 'return _VARIABLE.sub(value, text) if "$" in text else ""'),
        ('return "$"', 'return "$$"'),
        ('return "$"', 'return ""'),
        ('raise ValueError(f"unknown variable {match[1]!r}")', 'return ""'),
        ('raise ValueError(f"unknown variable {match[1]!r}")', "return match[0]"),
        ('raise ValueError(f"unknown variable {match[1]!r}")', "raise KeyError(match[1])"),
        ("return values[match[1]]", "return match[1]"),
        ("return values[match[1]]", "return next(iter(values.values()))"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_variables.py", change=("smallmake/variables.py", old, new))

import pytest
from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_patterns.py")


RETURN = 'return len(wanted) == len(parts) and all(want in ("*", part) for want, part in zip(wanted, parts))'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if len(parts) <= len(wanted):", "if len(parts) < len(wanted):"),
        ("if len(parts) <= len(wanted):", "if len(parts) != len(wanted) + 1:"),
        ("if len(parts) <= len(wanted):", "if len(parts) <= len(wanted) + 1:"),
        ("parts = parts[: len(wanted)]", "return True"),
        ("parts = parts[: len(wanted)]", "pass"),
        ('want in ("*", part)', "want == part"),
        ('want in ("*", part)', 'want == "*"'),
        (RETURN, "return True"),
        (RETURN, "return False"),
        (RETURN, RETURN.replace("all(", "any(")),
        (RETURN, RETURN.replace("len(wanted) == len(parts) and ", "")),
        (RETURN, "return len(wanted) == len(parts)"),
        (RETURN, "return wanted == parts or (len(wanted) == len(parts) and '*' in wanted)"),
        ('raise ValueError(f"** must be at the end: {pattern}")', "return False"),
        ('raise ValueError(f"** must be at the end: {pattern}")', "pass"),
        ('raise ValueError(f"** must be at the end: {pattern}")', "raise KeyError(pattern)"),
        ('if "**" in wanted[:-1]:', 'if "**" in wanted:'),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_patterns.py", change=("ttlstash/patterns.py", old, new))

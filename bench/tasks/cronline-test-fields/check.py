import pytest
from support import own_tests_pass

FILE = "cronline/fields.py"


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_fields.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('in text.split(","):', 'in text.split(",")[:1]:'),
        ("if not slash:\n        return range(first, last + 1)", "if not slash:\n        return range(first, last)"),
        ("first, last = kind.low, kind.high", "first, last = kind.low, kind.high - 1"),
        ("range(first, last + 1, int(step))", "range(first, last + 1)"),
        ("range(first, last + 1, int(step))", "range(first, first + 1)"),
        ("text.lower() in kind.names", "text in kind.names"),
        ("text.lower()", "text.upper()"),
        ("not kind.low <= int(text) <= kind.high", "int(text) > kind.high"),
        ("not kind.low <= int(text) <= kind.high", "int(text) < kind.low"),
        ("if first > last:", "if False:"),
        ("elif slash:", "elif False:"),
        (
            "if not step.isdecimal() or int(step) == 0:\n        raise CronError",
            "if int(step) == 0:\n        return range(first, last + 1)\n    if not step.isdecimal():\n        raise CronError",
        ),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_fields.py", change=(FILE, old, new))

import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_ranges.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int(end) + 1)", "int(end))"),
        ("(int(begin), ", "(int(begin) + 1, "),
        ("if end < begin:", "if False:"),
        ("if end < begin:", "if end <= begin:"),
        ('last = first.rpartition(".")[0] + "." + last', "last = first"),
        ('elif "." not in last:', "else:"),
        ("(part.strip() for part in text.partition", "(part for part in text.partition"),
        ("begin, end = IPv4Address(first), IPv4Address(last)", "begin = end = IPv4Address(first)"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_ranges.py", change=("netpool/ranges.py", old, new))

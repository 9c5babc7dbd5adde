import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_format.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"-" if cents < 0 else ""', '""'),
        ("divmod(abs(cents), 100)", "divmod(cents, 100)"),
        ("{rest:02d}", "{rest}"),
        ('.replace(",", ".") + f', " + f"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_format.py", change=("pocketledger/money.py", old, new))

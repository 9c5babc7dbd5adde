import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_wrap.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("len(longer) <= width", "len(longer) < width"),
        ("return lines + [line] if line else lines", "return lines + [line]"),
        ("return lines + [line] if line else lines", "return lines"),
        ("            lines.append(line)\n", ""),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_wrap.py", change=("textkit/words.py", old, new))

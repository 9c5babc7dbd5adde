import pytest

from isbn import is_isbn


@pytest.mark.parametrize("text", ["0-306-40615-2", "0306406152", "978-0-306-40615-7", "978 3 16 148410 0", "0-8044-2957-X"])
def test_valid(text):
    assert is_isbn(text)


@pytest.mark.parametrize("text", ["", "0-306-40615-3", "978-0-306-40615-8", "12345", "X-8044-2957-0", "0-306-40615-X"])
def test_not_valid(text):
    assert not is_isbn(text)

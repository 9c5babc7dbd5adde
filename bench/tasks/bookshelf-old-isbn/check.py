import pytest

from catalogue import Book, Catalogue
from isbn import is_isbn


@pytest.mark.parametrize("text", ["043942089X", "0-9752298-0-X", "1 55404 295 X", "000000006X"])
def test_x(text):
    assert is_isbn(text)


@pytest.mark.parametrize("text", ["0-684-84328-5", "0198534531", "978-3-16-148410-0", "9780306406157"])
def test_digits(text):
    assert is_isbn(text)


@pytest.mark.parametrize(
    "text",
    [
        "043942088X",
        "053942089X",
        "0439420890",
        "04394208X9",
        "X439420890",
        "XXXXXXXXXX",
        "043942089Y",
        "04394208AX",
        "043942089",
        "43942089X",
        "978316148410X",
        "0684843280",
        "9783161484101",
    ],
)
def test_not_valid(text):
    assert not is_isbn(text)


def test_a_book():
    catalogue = Catalogue([Book("Old", "Somebody", 1981, isbn="0-439-42089-X")])
    assert catalogue.get("Old").year == 1981

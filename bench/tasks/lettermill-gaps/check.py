import pytest

from lettermill import address_block, fill, write_letters

LENA = {
    "title": "Dr", "first": "Lena", "last": "Vogt", "company": "Vogt AG", "street": "Hauptstr. 5",
    "postcode": "50667", "city": "Köln", "country": "Germany",
}  # fmt: skip
LINES = ["Dr Lena Vogt", "Vogt AG", "Hauptstr. 5", "50667 Köln", "GERMANY"]


def without(*keys):
    return {key: "" if key in keys else value for key, value in LENA.items()}


@pytest.mark.parametrize(
    ("keys", "gone"),
    [
        ([], []),
        (["company"], [1]),
        (["street"], [2]),
        (["postcode", "city"], [3]),
        (["country"], [4]),
        (["title", "first", "last"], [0]),
        (["company", "street"], [1, 2]),
        (["company", "street", "postcode", "city"], [1, 2, 3]),
        (["company", "country"], [1, 4]),
        (list(LENA), [0, 1, 2, 3, 4]),
    ],
)
def test_no_gaps(keys, gone):
    expected = "\n".join(line for number, line in enumerate(LINES) if number not in gone)
    assert address_block(without(*keys)) == expected
    assert address_block({key: value for key, value in LENA.items() if key not in keys}) == expected


def test_the_home_country():
    assert address_block(LENA, home="Germany") == "\n".join(LINES[:4])
    assert address_block(without("company"), home="germany") == "\n".join([LINES[0], *LINES[2:4]])
    assert address_block(without("postcode")).splitlines()[3] == "Köln"
    assert address_block(without("city")).splitlines()[3] == "50667"


def test_in_a_letter(tmp_path):
    (path,) = write_letters("{{ address }}\n\nHello", [without("company")], tmp_path)
    assert path.read_text(encoding="utf-8") == "\n".join([LINES[0], *LINES[2:], "", "Hello"])
    assert fill("a\n\n{{ x }}\n\nb", {"x": ""}) == "a\n\n\n\nb"

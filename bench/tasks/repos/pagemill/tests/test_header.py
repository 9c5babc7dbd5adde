from datetime import date

import pytest

from pagemill.header import HeaderError, split_header


def test_values():
    header, text = split_header("---\nTitle: Rafts: a guide\ndate: 2025-05-02\ntags: River, wood,\n---\n\nHello.\n")
    assert header == {"title": "Rafts: a guide", "date": date(2025, 5, 2), "tags": ["river", "wood"]}
    assert text == "Hello."


def test_draft():
    values = ("true", "Yes", "false", "no")
    headers = [split_header(f"---\ndraft: {value}\n---\n")[0] for value in values]
    assert [header["draft"] for header in headers] == [True, True, False, False]


@pytest.mark.parametrize("text", ["", "Hello.", "---\ntitle: x\n", "---\ntitle\n---\n", "---\ndate: May\n---\n"])
def test_no_header(text):
    with pytest.raises(HeaderError):
        split_header(text)

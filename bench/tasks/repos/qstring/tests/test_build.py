from qstring import build, to_pairs


def test_build():
    assert build({"q": "red shoes", "size": [41, 42]}) == "q=red+shoes&size=41&size=42"
    assert build({"name": "a&b=c", "é": "ü"}) == "name=a%26b%3Dc&%C3%A9=%C3%BC"
    assert build({}) == ""


def test_none():
    assert build({"q": "x", "page": None}) == "q=x"
    assert to_pairs({"size": [41, None, 42], "colour": []}) == [("size", "41"), ("size", "42")]


def test_true():
    assert build({"sale": True}) == "sale=true"


def test_offset_zero():
    assert build({"offset": 0, "limit": 20}) == "offset=0&limit=20"

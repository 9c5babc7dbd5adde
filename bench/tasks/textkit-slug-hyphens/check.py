from textkit import slugify, unique_slug


def test_runs_of_other_characters_make_one_hyphen():
    assert slugify("a  --  b") == "a-b"
    assert slugify("(x) / [y]!!") == "x-y"
    assert slugify("Ünïcödé & more...") == "unicode-more"
    assert slugify("!!!") == ""


def test_unique_slug_uses_it():
    assert unique_slug("a & b", {"a-b"}) == "a-b-2"

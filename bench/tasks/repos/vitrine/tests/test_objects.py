from pathlib import Path

import pytest

from vitrine import dimensions, find, load_objects, sort_key

ITEMS = load_objects(Path(__file__).parents[1] / "data" / "objects.csv")


def test_order():
    assert [item.number for item in ITEMS] == ["1902.1.1", "1954.7.2", "1987.14.3", "1987.14.10", "2011.3.1"]
    assert sort_key(" 1987.14 ") == (1987, 14)


def test_fields():
    lamp = ITEMS[0]
    assert (lamp.title, lamp.maker, lamp.born, lamp.first, lamp.last, lamp.about) == (
        "Oil lamp",
        "",
        None,
        -40,
        12,
        True,
    )
    assert ITEMS[4].depth is None


def test_find():
    assert find(ITEMS, "1987.14.3").title == "Chair no. 14"
    with pytest.raises(LookupError, match=r"no object 1999\.1"):
        find(ITEMS, "1999.1")
    with pytest.raises(ValueError, match="not an accession number: 'lamp'"):
        find(ITEMS, "lamp")


def test_dimensions():
    assert dimensions(300, 425, None) == "30 × 42.5 cm"
    assert dimensions(2450, 3100) == "245 × 310 cm"
    assert dimensions(None) == ""

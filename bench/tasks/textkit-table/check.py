from textkit.table import align, boxed, column_widths


def test_widths():
    assert column_widths([["a", "", "ccc"], ["aaaa", "bb", ""]]) == [4, 2, 3]
    assert column_widths([["", ""]]) == [0, 0]


def test_aligned():
    rows = [["a", "b", "c"], ["aaa", "bbb", ""], ["", "", "ccc"]]
    assert align(rows) == ["a    b    c", "aaa  bbb", "          ccc"]
    assert align(rows, right=(0, 2)) == ["  a  b      c", "aaa  bbb", "          ccc"]
    assert align([]) == []


def test_boxes():
    assert boxed("") == "+--+\n|  |\n+--+"
    assert boxed("a") == "+---+\n| a |\n+---+"
    assert boxed("ab\n\nabcd") == "+------+\n| ab   |\n|      |\n| abcd |\n+------+"

import pytest

from gridsheet import CellError, Sheet


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('=IF(A1=0, "none", 1/A1)', "none"),
        ('=IF(A2>0, 1/A2, "none")', 0.5),
        ("=if(A2, 1, 2)", 1),
        ("=IF(A1, 1/0, 2)", 2),
        ("=IF(1=1, IF(1=2, 1, 2), 3)", 2),
        ("=SUM(IF(A2=2, A2, 0), 1)", 3),
        ("=IF(1, 2)", CellError("#VALUE!")),
        ("=IF(1, 2, 3, 4)", CellError("#VALUE!")),
        ("=IF(1/0, 2, 3)", CellError("#DIV/0!")),
        ("=IF(1, A1/0, 3)", CellError("#DIV/0!")),
    ],
)
def test_if(formula, result):
    sheet = Sheet()
    sheet["A1"] = 0
    sheet["A2"] = 2
    sheet["B1"] = formula
    assert sheet["B1"] == result

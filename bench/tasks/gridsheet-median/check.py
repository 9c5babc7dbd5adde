import pytest

from gridsheet import CellError, Sheet


@pytest.mark.parametrize(
    ("formula", "result"),
    [("=MEDIAN(3)", 3), ("=median(1, 2)", 1.5), ("=MEDIAN(A1:A5)", 2), ("=MEDIAN(A1:A4, 7, 8)", 3)],
)
def test_median(formula, result):
    sheet = Sheet()
    for address, content in {"A1": 2, "A2": "word", "A3": 3, "A5": 1}.items():
        sheet[address] = content
    sheet["B1"] = formula
    assert sheet["B1"] == pytest.approx(result if formula != "=MEDIAN(A1:A4, 7, 8)" else 5)


def test_nothing():
    sheet = Sheet()
    sheet["B1"] = "=MEDIAN()"
    assert sheet["B1"] == CellError("#VALUE!")

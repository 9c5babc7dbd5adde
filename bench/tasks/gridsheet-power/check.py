import pytest

from gridsheet import Sheet


@pytest.mark.parametrize(
    ("formula", "result"),
    [("=2^3^2", 512), ("=2^1^5*3", 6), ("=(2^3)^2", 64), ("=100-10-5", 85), ("=100/10/5", 2), ("=-2^2", -4)],
)
def test_associativity(formula, result):
    sheet = Sheet()
    sheet["A1"] = formula
    assert sheet["A1"] == result

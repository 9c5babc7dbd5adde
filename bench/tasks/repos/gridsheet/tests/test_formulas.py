import pytest

from gridsheet import CellError, FormulaError, Sheet


def value(formula, **cells):
    sheet = Sheet()
    for address, content in cells.items():
        sheet[address] = content
    sheet["Z9"] = formula
    return sheet["Z9"]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1 + 2 * 3", 7),
        ("=(1 + 2) * 3", 9),
        ("=10 - 4 - 3", 3),
        ("=2 ^ 3 ^ 2", 512),
        ("=-2 ^ 2", -4),
        ("=7 / 2", 3.5),
        ('="a" & 1 + 2', "a3"),
        ('="say ""hi"""', 'say "hi"'),
        ("=1 + 1 = 2", True),
        ('="Abc" = "aBC"', True),
        ('=9 < "1"', True),
        ("=3 <> 3", False),
    ],
)
def test_operators(formula, result):
    assert value(formula) == result


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM(A1:B2)", 6),
        ("=SUM(A1, 10, A2:B2)", 14),
        ("=average(A1:A2)", 2),
        ("=MIN(A1:B2)", 1),
        ("=MAX(A1:B2, 99)", 99),
        ("=COUNT(A1:C3)", 3),
        ("=ROUND(2.5)", 3),
        ("=ROUND(-2.345, 2)", -2.35),
        ("=ABS(A1 - A2)", 2),
        ("=LEN(C1)", 4),
        ('=UPPER(C1 & "!")', "WORD!"),
        ("=CONCAT(A1:A2, C1)", "13word"),
    ],
)
def test_functions(formula, result):
    assert value(formula, A1=1, A2=3, B1=2, C1="word") == result


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=1 / 0", "#DIV/0!"),
        ("=AVERAGE(A1:A3)", "#DIV/0!"),
        ("=NOPE(1)", "#NAME?"),
        ('="x" * 2', "#VALUE!"),
        ("=ABS(1, 2)", "#VALUE!"),
    ],
)
def test_errors_of_cells(formula, code):
    assert value(formula) == CellError(code)


@pytest.mark.parametrize(
    ("formula", "position"), [("=1 +", 3), ("=(1", 2), ("=1 ? 2", 2), ("=SUM(1", 5), ("=foo", 3), ("=1 2", 2)]
)
def test_broken_formulas(formula, position):
    with pytest.raises(FormulaError) as caught:
        value(formula)
    assert caught.value.position == position

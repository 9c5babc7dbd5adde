from gridsheet import CellError, Sheet
from gridsheet.graph import Graph


def test_old_needs_are_forgotten():
    graph = Graph()
    graph.set("A1", {"B1", "C1"})
    graph.set("A1", {"C1"})
    assert graph.affected("B1") == set()
    assert graph.affected("C1") == {"A1"}
    assert graph.needs("A1") == {"C1"}


def test_errors_spread_everywhere():
    sheet = Sheet()
    sheet["A1"] = "=NOPE()"
    for number, formula in enumerate(("=A1", "=A1 & 1", "=A1 = 1", "=-A1", "=COUNT(A1:A1)", "=LEN(A1)"), 1):
        sheet[f"B{number}"] = formula
        assert sheet[f"B{number}"] == CellError("#NAME?")


def test_a_circle_can_be_broken_up():
    sheet = Sheet()
    sheet["A1"] = "=B1"
    sheet["B1"] = "=A1"
    assert sheet["A1"] == CellError("#CYCLE!")
    sheet["B1"] = "=C1 + 1"
    assert sheet["A1"] == 1

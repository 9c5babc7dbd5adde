import pytest

from gridsheet import CellError, FormulaError, Sheet
from gridsheet.cli import main
from gridsheet.files import read_sheet, write_sheet
from gridsheet.show import show_sheet

BUDGET = 'item,cost,count,sum\npens,1.5,4,=B2*C2\npaper,7,2,=B3*C3\n,,total,=SUM(D2:D3)\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text(BUDGET)
    return path


def test_values_follow_their_cells():
    sheet = Sheet()
    sheet["A1"] = 2
    sheet["A2"] = "=A1 * 10"
    sheet["A3"] = "=A2 + 1"
    assert sheet["a3"] == 21
    sheet["A1"] = 3
    assert sheet["A3"] == 31
    sheet["A2"] = 7
    assert sheet["A3"] == 8


def test_errors_spread():
    sheet = Sheet()
    sheet["A1"] = "=1/0"
    sheet["A2"] = "=SUM(A1:A1) + 1"
    assert sheet["A2"] == CellError("#DIV/0!")


def test_circles():
    sheet = Sheet()
    sheet["A1"] = "=A2"
    sheet["A2"] = "=A3"
    sheet["A3"] = "=A1"
    sheet["B1"] = "=A1"
    assert [sheet[cell].code for cell in ("A1", "A2", "A3", "B1")] == ["#CYCLE!"] * 4
    sheet["A3"] = 5
    assert [sheet[cell] for cell in ("A1", "A2", "B1")] == [5, 5, 5]


def test_a_broken_formula_changes_nothing():
    sheet = Sheet()
    sheet["A1"] = 1
    with pytest.raises(FormulaError):
        sheet["A1"] = "=1 +"
    assert sheet["A1"] == 1


def test_empty_cells():
    sheet = Sheet()
    sheet["B2"] = "x"
    sheet["B2"] = None
    assert (sheet["B2"], sheet.used(), sheet.size()) == (None, [], (0, 0))


def test_files(file, tmp_path):
    sheet = read_sheet(file)
    assert sheet["D4"] == 20
    write_sheet(sheet, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_text() == BUDGET


def test_show(file):
    assert show_sheet(read_sheet(file)).splitlines() == [
        "  A     B    C     D",
        "1 item  cost count sum",
        "2 pens   1.5     4   6",
        "3 paper    7     2  14",
        "4            total  20",
    ]


def test_command_line(file, capsys):
    assert main(["get", str(file), "D2"]) == 0
    assert main(["set", str(file), "B2", "2"]) == 0
    assert main(["get", str(file), "D4"]) == 0
    assert main(["get", str(file), "nowhere"]) == 2
    captured = capsys.readouterr()
    assert captured.out.split() == ["6", "22"]
    assert captured.err == "gridsheet: 'nowhere' is no address of a cell\n"

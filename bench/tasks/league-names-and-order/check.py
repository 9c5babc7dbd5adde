import pytest

from leaguetable.__main__ import main
from leaguetable.results import Result, parse_result
from leaguetable.table import make_table


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("Ants 1:0 Bees", Result("Ants", "Bees", 1, 0)),
        ("Ants 1:0 Busy Bees", Result("Ants", "Busy Bees", 1, 0)),
        ("Red Wood Ants 11:10 Bees\n", Result("Red Wood Ants", "Bees", 11, 10)),
        ("Red Wood Ants 0:0 Very Busy Little Bees", Result("Red Wood Ants", "Very Busy Little Bees", 0, 0)),
    ],
)
def test_names(line, result):
    assert parse_result(line) == result


@pytest.mark.parametrize("line", ["Ants Bees", "Ants 1-0 Bees", "1:0", "Ants x:0 Bees", "Ants 1:0"])
def test_no_result(line):
    with pytest.raises(ValueError):
        parse_result(line)


def order(*lines):
    return [row.team for row in make_table([parse_result(line) for line in lines])]


def test_order():
    assert order("Ants 7:6 Xylo", "Bees 3:0 Yaks", "Crows 4:2 Zebus") == ["Bees", "Crows", "Ants", "Xylo", "Zebus", "Yaks"]
    assert order("Ants 2:2 Bees", "Crows 3:3 Dogs") == ["Crows", "Dogs", "Ants", "Bees"]
    assert order("Ants 0:1 Bees", "Crows 9:9 Dogs") == ["Bees", "Crows", "Dogs", "Ants"]


def test_the_command(tmp_path, capsys):
    file = tmp_path / "results.txt"
    file.write_text("Red Ants 5:4 Busy Bees\n\nOld Crows 2:0 Dogs\n")
    main([str(file)])
    assert [line[4:13] for line in capsys.readouterr().out.splitlines()] == ["Old Crows", "Red Ants ", "Busy Bees", "Dogs     "]

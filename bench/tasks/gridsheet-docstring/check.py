from support import WORKSPACE, code_without_docstrings, started_as

from gridsheet.graph import Graph
from gridsheet.show import show_sheet


def test_both_are_there():
    assert len((Graph.in_circle.__doc__ or "").split()) >= 5
    assert len((show_sheet.__doc__ or "").split()) >= 5


def test_the_code_is_as_before():
    for name in ("gridsheet/graph.py", "gridsheet/show.py"):
        assert code_without_docstrings((WORKSPACE / name).read_text()) == code_without_docstrings(started_as(name))


def test_other_docstrings_are_as_before():
    assert "Every cell whose value hangs on this one" in Graph.affected.__doc__

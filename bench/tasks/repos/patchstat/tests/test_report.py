from patchstat import FileStat, table, totals
from patchstat.report import bar


def test_bar():
    assert bar(3, 2, 5, 60) == "+++--"
    assert bar(60, 20, 80, 40) == "+" * 30 + "-" * 10
    assert bar(0, 0, 0, 40) == ""


def test_little_is_seen():
    assert bar(1, 200, 400, 20) == "+" + "-" * 10


def test_table():
    stats = [FileStat("src/app.py", 9, 3), FileStat("x.py", 4)]
    assert table(stats).splitlines() == [
        "src/app.py | 12 +++++++++---",
        "x.py       |  4 ++++",
        "2 files, 13 added, 3 deleted",
    ]
    assert table(stats, width=0).splitlines()[1] == "x.py       |  4"
    assert table([]) == "no changes"


def test_binary():
    stats = [FileStat("logo.png", binary=True), FileStat("x.py", 1, 1)]
    assert table(stats).splitlines()[:2] == ["logo.png | Bin", "x.py     |   2 +-"]


def test_totals():
    assert totals([FileStat("x.py", 1, 2)]) == "1 file, 1 added, 2 deleted"

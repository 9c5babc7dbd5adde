import pytest
from support import WORKSPACE, run_python

from markbook import Book, Test, load_book, mean_percent, overall, ranking, report
from markbook.stats import letter_counts

TESTS = [Test("Dictation", 20), Test("Essay", 40, 2), Test("Poem", 10)]


def book(**pupils):
    names = [test.name for test in TESTS]
    return Book(TESTS, {pupil: dict(zip(names, points)) for pupil, points in pupils.items()})


@pytest.mark.parametrize(
    ("points", "result"),
    [
        ((0, 40, 10), 75), ((20, 0, 10), 50), ((20, 40, 0), 75), ((0, 0, 10), 25), ((0, 0, 0), 0),
        ((0.0, 40.0, 10.0), 75), ((None, 40, 10), 100), ((0, None, 10), 50), ((0, None, None), 0),
        ((None, None, 0), 0), ((None, 0, 10), 100 / 3), ((0, 40, None), 200 / 3), ((10, None, None), 50),
        ((0.5, None, None), 2.5), ((None, None, None), None),
    ],
)  # fmt: skip
def test_overall(points, result):
    found = overall(book(Tom=points), "Tom")
    assert found == (result if result is None else pytest.approx(result))


def test_ranking():
    marks = book(
        Tom=(0, 40, 10), Ida=(20, 40, None), Zoe=(0, 0, 0), Ben=(None, 0, None), Lea=(None,) * 3, Eva=(16, 32, 8)
    )
    assert ranking(marks) == [(1, "Ida"), (2, "Eva"), (3, "Tom"), (4, "Ben"), (4, "Zoe")]


def test_report():
    lines = report(book(Tom=(0, 40, None), Zoe=(0, 0, 0), Lea=(None,) * 3))
    assert [line.split() for line in lines[:3]] == [["Tom", "67", "C"], ["Zoe", "0", "F"], ["Lea", "-"]]
    assert [line.split() for line in lines[4:]] == [["Dictation", "0"], ["Essay", "50"], ["Poem", "0"]]


def test_stats():
    marks = book(Tom=(0, 40, None), Ida=(20, None, None))
    assert [mean_percent(marks, test.name) for test in TESTS] == [50, 100, None]
    assert letter_counts(marks, "Dictation") == {"A": 1, "B": 0, "C": 0, "D": 0, "F": 1}


def test_file(tmp_path):
    (tmp_path / "x.csv").write_text("name,Dictation/20,Essay/40*2\nTom,0,40\nAnn,,30\nBob,0.0,\n")
    marks = load_book(tmp_path / "x.csv")
    assert marks.pupils["Tom"] == {"Dictation": 0, "Essay": 40}
    assert marks.pupils["Ann"] == {"Dictation": None, "Essay": 30}
    done = run_python("-m", "markbook", "ranking", str(tmp_path / "x.csv"))
    assert (done.returncode, done.stdout) == (0, " 1. Ann\n 2. Tom\n 3. Bob\n")
    assert overall(load_book(WORKSPACE / "data" / "class7b.csv"), "Ida") == 81.25

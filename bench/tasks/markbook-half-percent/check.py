import pytest
from support import WORKSPACE, run_python

from markbook import LETTERS, letter_for, load_book, report, whole
from markbook.stats import letter_counts


@pytest.mark.parametrize("number", range(101))
def test_every_percent(number):
    for part in (0, 0.1, 0.25, 0.4, 0.49):
        assert whole(number + part) == number
    for part in (0.5, 0.51, 0.6, 0.75, 0.99):
        assert whole(number + part) == number + 1
    assert whole(number) == number
    assert str(whole(number + 0.5)) == str(number + 1)


@pytest.mark.parametrize(
    ("percent", "letter"),
    [
        (100, "A"), (90, "A"), (89.5, "A"), (89.49, "B"), (89, "B"), (75, "B"), (74.5, "B"), (74.4, "C"), (60, "C"),
        (59.5, "C"), (59.4, "D"), (45, "D"), (44.5, "D"), (44.49, "F"), (44, "F"), (0.5, "F"), (0, "F"),
    ],
)  # fmt: skip
def test_letters(percent, letter):
    assert letter_for(percent) == letter


def test_scale():
    assert LETTERS == {"A": 90, "B": 75, "C": 60, "D": 45, "F": 0}
    with pytest.raises(ValueError, match="not a percent: -3"):
        letter_for(-3)


def test_report(tmp_path):
    book = load_book(WORKSPACE / "data" / "class7b.csv")
    assert [line.split()[1:] for line in report(book)] == [
        ["81", "B"], ["57", "D"], ["95", "A"], ["49", "D"], ["85", "B"], [], ["73"], ["71"], ["83"],
    ]  # fmt: skip
    (tmp_path / "x.csv").write_text("name,Quiz/200\nTom,149\nIda,125\nBen,127\nEva,89\n")
    assert letter_counts(load_book(tmp_path / "x.csv"), "Quiz") == {"A": 0, "B": 1, "C": 2, "D": 1, "F": 0}
    done = run_python("-m", "markbook", "report", str(tmp_path / "x.csv"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Tom    75 B\nIda    63 C\nBen    64 C\nEva    45 D\n\nQuiz   61\n"

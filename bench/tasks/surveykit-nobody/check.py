import pytest

from surveykit import Question, mean, median, summary

GRADE = Question("grade", "How was it?", "scale", low=0)


def grades(*values):
    return [{"grade": value} for value in values]


@pytest.mark.parametrize("answers", [[], grades(None), grades(None, None, None), [{"other": 3}]])
def test_nobody(answers):
    assert mean(answers, "grade") is None
    assert median(answers, "grade") is None
    assert summary([GRADE], answers).splitlines() == ["How was it? (0 answers)", "  mean -, median -"]


@pytest.mark.parametrize(
    ("values", "result"), [((0,), 0), ((0, 0, None), 0), ((3,), 3), ((None, 2, 5), 3.5), ((1, 2, 4, 5), 3)]
)
def test_mean(values, result):
    answer = mean(grades(*values), "grade")
    assert answer is not None
    assert answer == result


def test_summary():
    assert summary([GRADE], grades(0, None)).splitlines() == ["How was it? (1 answers)", "  mean 0.0, median 0.0"]
    assert summary([GRADE], grades(1, 2)).splitlines() == ["How was it? (2 answers)", "  mean 1.5, median 1.5"]

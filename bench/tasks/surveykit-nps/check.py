import pytest

import surveykit
from surveykit.stats import mean, nps


def grades(*values):
    return [{"grade": value, "other": 10} for value in values]


@pytest.mark.parametrize(
    ("values", "score"),
    [
        ((10,), 100),
        ((9,), 100),
        ((8,), 0),
        ((7,), 0),
        ((6,), -100),
        ((0,), -100),
        ((0, 10, 10), 33),
        ((0, None, 10, None), 0),
        ((9, 8, 7), 33),
        ((9, 10, 7), 67),
        ((6, 5, 7), -67),
        ((1, 8, 8), -33),
        ((10, 9, 9, 8, 7, 6, 3), 14),
        (tuple(range(11)), -45),
    ],
)
def test_nps(values, score):
    answers = grades(*values)
    result = nps(answers, "grade")
    assert result == score
    assert result == int(result)
    assert answers == grades(*values)


@pytest.mark.parametrize("answers", [[], grades(None), grades(None, None)])
def test_no_answers(answers):
    assert nps(answers, "grade") is None


def test_in_the_package():
    assert surveykit.nps is nps
    assert surveykit.mean is mean
    for name in surveykit.__all__:
        assert hasattr(surveykit, name)

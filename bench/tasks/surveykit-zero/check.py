from surveykit import Question, given, mean, median, nps, summary, tally

GRADE = Question("grade", "How was it?", "scale", low=0, high=10)


def grades(*values):
    return [{"grade": value} for value in values]


def test_zeros_count():
    assert given(grades(0, None, 3, 0), "grade") == [0, 3, 0]
    assert mean(grades(0, None, 3, 0), "grade") == 1
    assert mean(grades(0), "grade") == 0
    assert mean(grades(0), "grade") is not None
    assert median(grades(0, 0, 5), "grade") == 0
    assert median(grades(0, 4), "grade") == 2
    assert nps(grades(0, 10), "grade") == 0
    assert summary([GRADE], grades(0, 1, None)).splitlines() == ["How was it? (2 answers)", "  mean 0.5, median 0.5"]


def test_no_answer_does_not_count():
    assert given([*grades(None, 2), {"other": 1}], "grade") == [2]
    assert mean(grades(None, 4, None), "grade") == 4
    assert mean(grades(None), "grade") is None
    assert median(grades(None), "grade") is None


def test_tally():
    drink = Question("drink", "?", "multi", ("water", "tea"))
    assert tally([{"drink": ["tea"]}, {"drink": None}, {"drink": ["tea", "water"]}], drink) == {"water": 1, "tea": 2}

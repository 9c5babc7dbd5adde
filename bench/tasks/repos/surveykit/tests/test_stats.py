from surveykit import Question, mean, median, tally

DRINK = Question("drink", "What do you drink?", "multi", ("water", "coffee", "tea"))
PLACE = Question("place", "Where do you sit?", "choice", ("inside", "outside"))


def grades(*values):
    return [{"grade": value} for value in values]


def test_tally():
    answers = [{"drink": ["tea", "water"]}, {"drink": None}, {"drink": ["tea"]}]
    assert list(tally(answers, DRINK).items()) == [("water", 1), ("coffee", 0), ("tea", 2)]
    assert tally([{"place": "outside"}], PLACE) == {"inside": 0, "outside": 1}


def test_mean():
    assert mean(grades(2, None, 5), "grade") == 3.5
    assert mean(grades(0, 4), "grade") == 2


def test_median():
    assert median(grades(5, 1, 2), "grade") == 2
    assert median(grades(5, 1, None, 2, 4), "grade") == 3


def test_no_answers():
    assert mean(grades(None, None), "grade") is None
    assert median([], "grade") is None

from surveykit.stats import nps


def grades(*values):
    return [{"grade": value} for value in values]


def test_nps():
    assert nps(grades(10, 9, 8, 7, 6), "grade") == 20
    assert nps(grades(10, None, 3), "grade") == 0
    assert nps(grades(1, 2, 7), "grade") == -67


def test_nps_without_answers():
    assert nps(grades(None), "grade") is None

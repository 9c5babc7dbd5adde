from surveykit import Question, crosstab, split_by, summary

PLACE = Question("place", "Where do you sit?", "choice", ("inside", "outside"))
MEAL = Question("meal", "What do you eat?", "choice", ("soup", "salad"))
GRADE = Question("grade", "How was it?", "scale")
ANSWERS = [
    {"place": "inside", "meal": "soup", "grade": 4},
    {"place": "inside", "meal": None, "grade": 1},
    {"place": None, "meal": "soup", "grade": None},
]


def test_summary():
    assert summary([PLACE, GRADE], ANSWERS).splitlines() == [
        "Where do you sit? (2 answers)",
        "  inside: 2",
        "  outside: 0",
        "How was it? (2 answers)",
        "  mean 2.5, median 2.5",
    ]


def test_split_by():
    assert split_by(ANSWERS, "place") == {"inside": ANSWERS[:2]}


def test_crosstab():
    assert crosstab(ANSWERS, PLACE, MEAL) == {
        "inside": {"soup": 1, "salad": 0},
        "outside": {"soup": 0, "salad": 0},
    }

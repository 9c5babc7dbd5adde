import pytest

from support import WORKSPACE, started_as
from surveykit import AnswerError, Question, load_questions, read_answers

QUESTIONS = load_questions(WORKSPACE / "examples" / "canteen.json")


def test_the_questions():
    assert QUESTIONS == [
        Question("drink", "What do you drink with lunch?", "multi", ("water", "coffee", "tea", "juice")),
        Question("days", "How often do you come?", "choice", ("every day", "once a week", "rarely"), required=True),
        Question("taste", "How do you like the food?", "scale"),
        Question("recommend", "Would you recommend us?", "scale", low=0, high=10),
        Question("comment", "Anything else?", "text"),
    ]


def test_answers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("drink,days,taste,recommend,comment\njuice;tea,rarely,1,0,\n")
    assert read_answers(path, QUESTIONS) == [
        {"drink": ["juice", "tea"], "days": "rarely", "taste": 1, "recommend": 0, "comment": None}
    ]
    for row in ("tea,,1,0,", "tea,rarely,0,0,", "tea,rarely,1,11,"):
        path.write_text(f"drink,days,taste,recommend,comment\n{row}\n")
        with pytest.raises(AnswerError):
            read_answers(path, QUESTIONS)


def test_the_rest_is_as_before():
    for path in sorted((WORKSPACE / "surveykit").glob("*.py")):
        assert path.read_text() == started_as(f"surveykit/{path.name}")
    assert len(read_answers(WORKSPACE / "examples" / "canteen.csv", QUESTIONS)) == 4

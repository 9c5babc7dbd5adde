from pathlib import Path

import pytest
from surveykit import AnswerError, Question, load_questions, read_answers
from surveykit.answers import parse_answer

EXAMPLES = Path(__file__).parent.parent / "examples"
DRINK = Question("drink", "What do you drink?", "multi", ("water", "tea"))
GRADE = Question("grade", "How was it?", "scale", low=0, high=10, required=True)


def test_example():
    answers = read_answers(EXAMPLES / "canteen.csv", load_questions(EXAMPLES / "canteen.json"))
    assert len(answers) == 4
    assert answers[0] == {
        "drink": ["water", "coffee"],
        "days": "every day",
        "taste": 4,
        "recommend": 9,
        "comment": "More salad please",
    }
    assert answers[2]["drink"] is None


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [(DRINK, "tea; water", ["tea", "water"]), (DRINK, " ", None), (GRADE, "0", 0), (GRADE, " 10 ", 10)],
)
def test_parse_answer(question, field, value):
    assert parse_answer(question, field) == value


@pytest.mark.parametrize(("question", "field"), [(DRINK, "tea;beer"), (GRADE, ""), (GRADE, "11"), (GRADE, "good")])
def test_not_allowed(question, field):
    with pytest.raises(AnswerError):
        parse_answer(question, field)


def test_the_line_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("grade\n3\n12\n")
    with pytest.raises(AnswerError, match="line 3: grade"):
        read_answers(tmp_path / "a.csv", [GRADE])

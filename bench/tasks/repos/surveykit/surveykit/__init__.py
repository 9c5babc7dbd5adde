from surveykit.answers import AnswerError, read_answers
from surveykit.groups import band, split_by
from surveykit.questions import Question, load_questions
from surveykit.report import crosstab, summary
from surveykit.stats import given, mean, median, nps, tally

__all__ = [
    "AnswerError",
    "Question",
    "band",
    "crosstab",
    "given",
    "load_questions",
    "mean",
    "median",
    "nps",
    "read_answers",
    "split_by",
    "summary",
    "tally",
]

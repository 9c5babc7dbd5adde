"""Texts and tables about a survey."""

from surveykit.groups import split_by
from surveykit.stats import given, mean, median, tally


def summary(questions, answers):
    """A short text about each question."""
    lines = []
    for question in questions:
        lines.append(f"{question.text} ({len(given(answers, question.id))} answers)")
        if question.kind == "scale":
            lines.append(f"  mean {_number(mean(answers, question.id))}, median {_number(median(answers, question.id))}")
        elif question.kind in ("choice", "multi"):
            lines.extend(f"  {choice}: {count}" for choice, count in tally(answers, question).items())
    return "\n".join(lines)


def crosstab(answers, row, column):
    """How often the choices of two questions come together: a tally of `column` for each choice of `row`."""
    groups = split_by(answers, row.id)
    return {choice: tally(groups.get(choice, []), column) for choice in row.choices}


def _number(value):
    return "-" if value is None else f"{value:.1f}"

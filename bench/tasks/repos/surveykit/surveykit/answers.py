"""The answers to a survey, as they come in a CSV file."""

import csv


class AnswerError(ValueError):
    """An answer that its question does not allow."""


def parse_answer(question, field):
    """What a field of the file means: None, a text, a number or a list of choices."""
    field = (field or "").strip()
    if not field:
        if question.required:
            raise AnswerError(f"{question.id}: an answer is required")
        return None
    if question.kind == "scale":
        if not field.isdigit() or not question.low <= int(field) <= question.high:
            raise AnswerError(f"{question.id}: not from {question.low} to {question.high}: {field}")
        return int(field)
    if question.kind == "multi":
        parts = [part.strip() for part in field.split(";") if part.strip()]
        for part in parts:
            _check_choice(question, part)
        return parts
    if question.kind == "choice":
        _check_choice(question, field)
    return field


def read_answers(path, questions):
    """A dict for each row of a CSV file, from the id of a question to its answer."""
    answers = []
    with open(path, encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                answers.append({question.id: parse_answer(question, row.get(question.id)) for question in questions})
            except AnswerError as error:
                raise AnswerError(f"line {number}: {error}") from None
    return answers


def _check_choice(question, value):
    if value not in question.choices:
        raise AnswerError(f"{question.id}: not a choice: {value}")

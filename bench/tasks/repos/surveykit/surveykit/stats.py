"""Numbers about the answers to one question."""


def given(answers, key):
    """The answers to a question, without those who gave none."""
    return [answer[key] for answer in answers if answer.get(key) is not None]


def tally(answers, question):
    """How often each choice was taken, as a dict in the order of the choices, with 0 for the others."""
    counts = dict.fromkeys(question.choices, 0)
    for value in given(answers, question.id):
        for choice in value if question.kind == "multi" else [value]:
            counts[choice] += 1
    return counts


def mean(answers, key):
    """The mean of the answers to a question, or None if there are none."""
    values = given(answers, key)
    if not values:
        return None
    return sum(values) / len(values)


def median(answers, key):
    """The median of the answers to a question, or None if there are none."""
    values = sorted(given(answers, key))
    if not values:
        return None
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    return (values[middle - 1] + values[middle]) / 2


def nps(answers, key):
    """The net promoter score: the percentage of 9 and 10 minus that of 0 to 6, or None if there are no answers."""
    values = given(answers, key)
    if not values:
        return None
    promoters = sum(value >= 9 for value in values)
    detractors = sum(value <= 6 for value in values)
    return round(100 * (promoters - detractors) / len(values))

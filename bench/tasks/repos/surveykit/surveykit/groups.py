"""Groups of people."""

from itertools import pairwise


def band(age, edges=(18, 30, 50, 65)):
    """The age group, such as "under 18", "18-29" or "65+"; each edge is the first age of a group."""
    if age < 0:
        raise ValueError(f"not an age: {age}")
    if age < edges[0]:
        return f"under {edges[0]}"
    for low, following in pairwise(edges):
        if age < following:
            return f"{low}-{following - 1}"
    return f"{edges[-1]}+"


def split_by(answers, key):
    """The answers in groups, from the answer to a question to all who gave it; those who gave none are left out."""
    groups = {}
    for answer in answers:
        if answer[key] is not None:
            groups.setdefault(answer[key], []).append(answer)
    return groups

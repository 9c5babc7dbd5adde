import re

from support import WORKSPACE, code_without_docstrings, started_as

from parcelhub.labels import check_digit, label


def test_it_says_what_was_asked():
    text = (check_digit.__doc__ or "").lower()
    assert "valueerror" in text
    assert "digit" in text
    assert re.search(r"\b3\b|three|tripl|weight", text)
    assert re.search(r"return|check digit|\bthe digit\b|computes?|calculates?", text)
    assert len(text.split()) >= 12


def test_the_rest_is_as_before():
    file = "parcelhub/labels.py"
    assert code_without_docstrings((WORKSPACE / file).read_text()) == code_without_docstrings(started_as(file))
    assert label.__doc__ == "The lines of a label."
    assert check_digit("40010") == 7

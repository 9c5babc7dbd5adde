from support import WORKSPACE, code_without_docstrings, started_as

from pocketledger.reading import read_csv


def test_it_says_what_was_asked():
    text = (read_csv.__doc__ or "").lower()
    assert "keyerror" in text
    assert "amount" in text
    assert "skip" in text or "ignore" in text or "left out" in text
    assert "entries" in text or "entry" in text


def test_the_code_is_as_before():
    name = "pocketledger/reading.py"
    assert code_without_docstrings((WORKSPACE / name).read_text()) == code_without_docstrings(started_as(name))

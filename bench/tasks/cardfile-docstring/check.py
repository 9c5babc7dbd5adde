from support import WORKSPACE, code_without_docstrings, started_as

from cardfile.merge import merge, merge_duplicates, same_person

FILE = "cardfile/merge.py"


def test_it_says_what_was_asked():
    text = (merge.__doc__ or "").lower()
    assert "carderror" in text
    assert "birthday" in text or "birth date" in text
    assert "first" in text
    assert "name" in text
    assert "organi" in text or "org" in text
    assert "phone" in text
    assert "note" in text
    assert len(text.split()) >= 20


def test_the_rest_is_as_before():
    assert code_without_docstrings((WORKSPACE / FILE).read_text()) == code_without_docstrings(started_as(FILE))
    assert same_person.__doc__.startswith("Whether two contacts have the same name")
    assert merge_duplicates.__doc__.startswith("The contacts with one for each person")

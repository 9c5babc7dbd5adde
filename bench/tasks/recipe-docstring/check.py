from support import WORKSPACE, code_without_docstrings, started_as

from recipebox import read_recipe


def test_it_says_what_was_asked():
    text = (read_recipe.__doc__ or "").lower()
    assert "recipe" in text
    assert "comment" in text or "#" in text
    assert "empty" in text or "blank" in text
    assert "valueerror" in text
    assert "serves" in text


def test_the_code_is_as_before():
    for name in ("recipe", "units", "shopping"):
        file = f"recipebox/{name}.py"
        assert code_without_docstrings((WORKSPACE / file).read_text()) == code_without_docstrings(started_as(file))

from support import WORKSPACE, code_without_docstrings, started_as

from weatherlog import parse_reading


def test_it_says_what_was_asked():
    text = (parse_reading.__doc__ or "").lower()
    assert "semicolon" in text or ";" in text
    assert "rain" in text
    assert "0" in text or "zero" in text
    assert "valueerror" in text


def test_the_code_is_as_before():
    for name in ("readings", "station", "summary", "wind", "__init__"):
        file = f"weatherlog/{name}.py"
        assert code_without_docstrings((WORKSPACE / file).read_text()) == code_without_docstrings(started_as(file))

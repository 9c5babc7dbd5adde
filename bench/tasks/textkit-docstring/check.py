import doctest

from support import code_without_docstrings, started_as, WORKSPACE

import textkit.slugs
from textkit import unique_slug


def test_it_explains_and_shows():
    text = unique_slug.__doc__ or ""
    assert "taken" in text.split(">>>")[0]
    assert len(text.split()) >= 6


def test_the_examples_are_true():
    tests = doctest.DocTestFinder().find(unique_slug, globs=vars(textkit.slugs))
    runner = doctest.DocTestRunner(verbose=False)
    results = [runner.run(test) for test in tests]
    assert sum(result.attempted for result in results) >= 1
    assert sum(result.failed for result in results) == 0


def test_the_code_is_as_before():
    path = WORKSPACE / "textkit" / "slugs.py"
    assert code_without_docstrings(path.read_text()) == code_without_docstrings(started_as("textkit/slugs.py"))

import textkit
from support import WORKSPACE


def test_all_names_are_there():
    for name in textkit.__all__:
        assert callable(getattr(textkit, name))
    assert {"slugify", "unique_slug", "title_case", "truncate", "initials", "wrap"} <= set(textkit.__all__)
    assert textkit.unique_slug("News", {"news"}) == "news-2"


def test_files_keep_their_names():
    assert (WORKSPACE / "textkit" / "slugs.py").exists()

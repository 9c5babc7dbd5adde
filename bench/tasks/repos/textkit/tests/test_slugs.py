from textkit import slugify, unique_slug


def test_words_are_joined_by_hyphens():
    assert slugify("Hello World") == "hello-world"


def test_accents_are_removed():
    assert slugify("Crème brûlée") == "creme-brulee"


def test_punctuation_makes_one_hyphen():
    assert slugify("  What's new -- today? ") == "what-s-new-today"


def test_unique_slug_counts_up():
    assert unique_slug("News", set()) == "news"
    assert unique_slug("News", {"news"}) == "news-2"
    assert unique_slug("News", {"news", "news-2", "news-3"}) == "news-4"

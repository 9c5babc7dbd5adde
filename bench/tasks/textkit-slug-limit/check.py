from textkit import slugify


def test_without_a_limit():
    assert slugify("Hello World") == "hello-world"
    assert slugify("Hello World", None) == "hello-world"


def test_whole_words():
    assert slugify("Crème brûlée recipe", max_length=14) == "creme-brulee"
    assert slugify("one two three", max_length=7) == "one-two"
    assert slugify("one two three", max_length=6) == "one"
    assert slugify("one two three", max_length=13) == "one-two-three"
    assert slugify("one two three", max_length=12) == "one-two"


def test_a_long_word_is_cut():
    assert slugify("extraordinary", max_length=5) == "extra"
    assert slugify("extraordinary things", max_length=5) == "extra"

from textkit import title_case


def test_first_and_last_word_are_capitalised():
    assert title_case("a tale of two cities") == "A Tale of Two Cities"
    assert title_case("of mice and men") == "Of Mice and Men"
    assert title_case("the") == "The"
    assert title_case("where to go to") == "Where to Go To"
    assert title_case("") == ""

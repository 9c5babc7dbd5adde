from qstring import Parts, add_params, join_url, next_page, previous_page, split_url


def test_split_and_join():
    url = "https://example.org/find?q=x#results"
    assert split_url(url) == Parts("https://example.org/find", "q=x", "results")
    assert join_url(split_url(url)) == url
    assert split_url("/find") == Parts("/find")
    assert join_url(Parts("/find")) == "/find"


def test_add_params():
    assert add_params("/find?q=x", {"page": 2}) == "/find?q=x&page=2"
    assert add_params("/find?q=x&page=1#top", {"page": 2}) == "/find?q=x&page=2#top"
    assert add_params("/find?q=x", {"q": None}) == "/find"


def test_add_params_with_anchor():
    assert add_params("/docs/install#linux", {"lang": "de"}) == "/docs/install?lang=de#linux"


def test_pages():
    assert next_page("/find?page=2&q=x") == "/find?page=3&q=x"
    assert next_page("/find") == "/find?page=2"
    assert previous_page("/find?page=2") == "/find?page=1"
    assert previous_page("/find?page=1") is None

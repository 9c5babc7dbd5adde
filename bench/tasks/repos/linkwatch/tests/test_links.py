from linkwatch import Link, find_links

TEXT = """\
# Start

See [the guide](guide.md "Guide") and [the site](https://example.org/a).
![logo](img/logo.png)

```
[not a link](nowhere.md)
```
~~~text
```
[neither](nowhere.md)
~~~
[back](#start)
"""


def test_links():
    assert find_links(TEXT) == [
        Link(3, "guide.md"),
        Link(3, "https://example.org/a"),
        Link(4, "img/logo.png"),
        Link(13, "#start"),
    ]


def test_external():
    assert [link.external for link in find_links(TEXT)] == [False, True, False, False]
    assert Link(1, "mailto:ann@example.org").external


def test_no_links():
    assert find_links("") == []
    assert find_links("[x] (y)") == []

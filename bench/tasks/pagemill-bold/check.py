import pytest

from pagemill import to_html
from pagemill.markup import inline


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** b **c** d **e**", "<strong>a</strong> b <strong>c</strong> d <strong>e</strong>"),
        ("**two words** and **two more**", "<strong>two words</strong> and <strong>two more</strong>"),
        ("**one**", "<strong>one</strong>"),
        ("**a** *b* **c**", "<strong>a</strong> <em>b</em> <strong>c</strong>"),
        ("*a* and *b*", "<em>a</em> and <em>b</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("**a** `**b**` **c**", "<strong>a</strong> <code>**b**</code> <strong>c</strong>"),
        ("[**a**](x.html), **b**", '<a href="x.html"><strong>a</strong></a>, <strong>b</strong>'),
        ("no stars", "no stars"),
    ],
)
def test_inline(text, html):
    assert inline(text) == html


def test_in_a_list():
    assert to_html("- **a** and **b**\n- c") == "<ul><li><strong>a</strong> and <strong>b</strong></li><li>c</li></ul>"

from pagemill import to_html
from pagemill.markup import inline, link_targets


def test_inline():
    assert inline("a *small* raft") == "a <em>small</em> raft"
    assert inline("see [here](raft.html)") == 'see <a href="raft.html">here</a>'
    assert inline("5 < 6 & so on") == "5 &lt; 6 &amp; so on"


def test_bold():
    assert inline("**one** and **two**") == "<strong>one</strong> and <strong>two</strong>"


def test_code_is_left_alone():
    assert inline("write `**x**` for **x**") == "write <code>**x**</code> for <strong>x</strong>"


def test_blocks():
    assert to_html("## Wet *feet*\n\n- one\n- two\n\nAnd\nso on.\n") == (
        "<h2>Wet <em>feet</em></h2>\n<ul><li>one</li><li>two</li></ul>\n<p>And so on.</p>"
    )
    assert to_html("") == ""


def test_link_targets():
    assert link_targets("[a](x.html) and\n[b](y.html#z)") == ["x.html", "y.html#z"]

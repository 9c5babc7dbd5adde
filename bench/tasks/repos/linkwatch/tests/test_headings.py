import pytest
from linkwatch.headings import anchors, slugify


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Start", "start"),
        ("What is new?", "what-is-new"),
        ("Version 1.2", "version-12"),
        ("  Read-only mode ", "read-only-mode"),
        ("Café", "café"),
    ],
)
def test_anchor_of_a_title(title, anchor):
    assert slugify(title) == anchor


def test_anchors():
    text = "# One\n\n## Two ##\n#hashtag\n```\n# a comment\n```\n# One\n### One\n"
    assert anchors(text) == ["one", "two", "one-1", "one-2"]

import pytest

from pagemill import load_site, read_post
from pagemill.header import split_header


@pytest.mark.parametrize(
    ("value", "draft"),
    [("true", True), ("True", True), ("YES", True), ("yes", True), ("false", False), ("No", False), ("FALSE", False)],
)
def test_draft(tmp_path, value, draft):
    file = tmp_path / "x.md"
    file.write_text(f"---\ntitle: Yes\ndate: 2025-05-02\ndraft:  {value} \n---\nHello.\n")
    post = read_post(file)
    assert post.draft is draft
    assert post.title == "Yes"


def test_no_draft_in_the_header(tmp_path):
    (tmp_path / "x.md").write_text("---\ntitle: x\ndate: 2025-05-02\ndraft:\n---\n")
    (tmp_path / "y.md").write_text("---\ntitle: true\ndate: 2025-05-02\n---\n")
    assert not read_post(tmp_path / "x.md").draft
    assert not read_post(tmp_path / "y.md").draft
    assert read_post(tmp_path / "y.md").title == "true"


def test_the_site(tmp_path):
    (tmp_path / "posts").mkdir()
    for day, value in enumerate(("false", "true", "no", "yes"), 1):
        text = f"---\ntitle: {value}\ndate: 2025-05-0{day}\ndraft: {value}\n---\n"
        (tmp_path / "posts" / f"{value}.md").write_text(text)
    assert [post.name for post in load_site(tmp_path).posts] == ["no", "false"]
    (tmp_path / "site.json").write_text('{"show_drafts": true}')
    assert [post.name for post in load_site(tmp_path).posts] == ["yes", "no", "true", "false"]


def test_other_keys():
    header, _ = split_header("---\ntitle: false\ntags: Yes, no\n---\n")
    assert header == {"title": "false", "tags": ["yes", "no"]}

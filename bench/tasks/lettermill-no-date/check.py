import pytest

from lettermill import fill
from lettermill.cli import main
from support import WORKSPACE


@pytest.mark.parametrize(
    ("template", "joined", "text"),
    [
        ("[{{ joined | date }}]", "", "[]"),
        ("[{{ joined | date | upper }}]", "", "[]"),
        ("{{ joined | date | default: long ago }}", "", "long ago"),
        ("{{ joined | date | default: long ago | upper }}", "", "LONG AGO"),
        ("{{ joined | date | default: long ago }}", "2019-03-05", "5 March 2019"),
        ("{{ joined | date }}", "2020-12-31", "31 December 2020"),
        ("{{ joined | default: never }}", "", "never"),
    ],
)
def test_dates(template, joined, text):
    assert fill(template, {"joined": joined}) == text


@pytest.mark.parametrize("joined", ["5.3.2019", "2019-13-01", "soon", "2019"])
@pytest.mark.parametrize("template", ["{{ joined | date }}", "{{ joined | date | default: long ago }}"])
def test_wrong_dates_are_still_errors(template, joined):
    with pytest.raises(ValueError):
        fill(template, {"joined": joined})


def test_the_example(tmp_path):
    examples = WORKSPACE / "examples"
    assert main([str(examples / "invitation.txt"), str(examples / "members.csv"), "--out", str(tmp_path)]) == 0
    letters = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert sorted(letters) == ["byrne-aoife.txt", "vogt-lena.txt", "walsh-tom.txt"]
    assert "since the early days, and" in letters["vogt-lena.txt"]
    assert "since 5 March 2019, and" in letters["byrne-aoife.txt"]

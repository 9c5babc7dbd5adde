import pytest

from lettermill import TemplateError, fill


def test_fill():
    assert fill("{{first}} of {{ city | upper }}!", {"first": "Tom", "city": "Cork"}) == "Tom of CORK!"
    with pytest.raises(TemplateError):
        fill("{{ nickname }}", {"first": "Tom"})
    with pytest.raises(ValueError):
        fill("{{ first | lower }}", {"first": "Tom"})


def test_date():
    assert fill("since {{ joined | date }}", {"joined": "2019-03-05"}) == "since 5 March 2019"


def test_no_date():
    assert fill("since {{ joined | date | default: long ago }}", {"joined": ""}) == "since long ago"

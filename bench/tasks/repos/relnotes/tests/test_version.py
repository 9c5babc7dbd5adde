import pytest

from relnotes import Version, parse_version


def test_parse_and_show():
    for text in ("1.4.0", "2.0.0-rc.1", "10.20.30"):
        assert str(parse_version(text)) == text
    assert parse_version(" v1.4.0\n") == Version(1, 4, 0)


@pytest.mark.parametrize("text", ["", "1.4", "1.4.0.1", "1.4.0-beta", "one", "1.4.0-rc."])
def test_no_version(text):
    with pytest.raises(ValueError):
        parse_version(text)


def test_order():
    texts = ["0.9.9", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.2.0", "1.10.0"]
    assert [str(version) for version in sorted(parse_version(text) for text in reversed(texts))] == texts


def test_bump():
    version = Version(1, 4, 2)
    assert [str(version.bump(part)) for part in ("major", "minor", "patch")] == ["2.0.0", "1.5.0", "1.4.3"]
    with pytest.raises(ValueError):
        version.bump("other")

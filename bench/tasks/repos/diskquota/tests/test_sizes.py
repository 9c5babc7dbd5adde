import pytest

from diskquota import format_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"), [("0", 0), ("512", 512), ("64K", 65536), (" 1.5m ", 1572864), ("20 G", 20 * 1024**3)]
)
def test_parse(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "G", "-1K", "1.5.2M", "10 GB"])
def test_not_a_size(text):
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)


def test_format():
    assert format_size(0) == "0"
    assert format_size(1023) == "1023"
    assert format_size(1024) == "1.0K"
    assert format_size(1572864) == "1.5M"
    assert format_size(3000 * 1024**4) == "3000.0T"


def test_format_just_below():
    assert format_size(1024**3 - 1) == "1.0G"

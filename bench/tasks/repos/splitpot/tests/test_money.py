import pytest

from splitpot import format_amount, parse_amount


def test_parse_amount():
    assert parse_amount("12.60") == 1260
    assert parse_amount(" 12 ") == 1200
    assert parse_amount("0.05") == 5


@pytest.mark.parametrize("text", ["", "-3", "1,50", "2.505", "7.", ".5", "ten"])
def test_no_amount(text):
    with pytest.raises(ValueError, match="is no amount"):
        parse_amount(text)


def test_format_amount():
    assert [format_amount(cents) for cents in (0, 5, 1260, -705)] == ["0.00", "0.05", "12.60", "-7.05"]

import pytest
from sizes import parse_size
from support import run_python


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("29,7 x 42", (29.7, 42)),
        ("42x29,7cm", (42, 29.7)),
        ("10,5 X 14,8 CM", (10.5, 14.8)),
        ("12,25x12.25", (12.25, 12.25)),
        ("8,5x11 in", (21.59, 27.94)),
        ("29.7x42", (29.7, 42)),
        ("8x10 in", (20.32, 25.4)),
        (" 30 x 40 cm ", (30, 40)),
    ],
)
def test_sizes(text, size):
    assert parse_size(text) == pytest.approx(size)


@pytest.mark.parametrize("text", ["", "29,7", "29,,7x42", "29,x42", "1,2,3x4", "29,7 x 42 ft", "30,40", "30x40x50"])
def test_not_a_size(text):
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)


def test_the_command():
    comma, point = (run_python("shop.py", "quote", size) for size in ("29,7x42", "29.7x42"))
    assert comma.returncode == point.returncode == 0
    assert comma.stdout == point.stdout != ""

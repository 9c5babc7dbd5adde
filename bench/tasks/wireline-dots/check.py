import itertools

import pytest
from wireline import BlockError, read_block, write_block


def lines(text):
    return text.removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("....5", "...5"),
        ("..5", ".5"),
        ("..", "."),
        ("...", ".."),
        ("......", "....."),
        ("..  .", ".  ."),
        ("5", "5"),
        ("5...", "5..."),
        ("a.b", "a.b"),
        (" .x", " .x"),
        (" ..", " .."),
        ("", ""),
    ],
)
def test_read(line, text):
    assert read_block(iter([line, "."])) == text + "\n"
    assert read_block(iter(["x", line, "y", "."])) == f"x\n{text}\ny\n"


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_there_and_back(count):
    for some in itertools.product(["", ".", "..", "...5", ".a.", "b", "c.", " ."], repeat=count):
        text = "".join(line + "\n" for line in some)
        assert read_block(iter(lines(write_block(text)))) == text


def test_what_is_sent():
    assert write_block("...5\n.\nSET ch1 5\n") == "....5\r\n..\r\nSET ch1 5\r\n.\r\n"
    assert write_block("") == ".\r\n"


def test_only_to_the_dot():
    rest = iter(["a", ".", "..b", "c", "."])
    assert read_block(rest) == "a\n"
    assert read_block(rest) == ".b\nc\n"
    assert list(rest) == []


@pytest.mark.parametrize("given", [[], ["a"], [".."], ["a", "..."]])
def test_no_end(given):
    with pytest.raises(BlockError):
        read_block(iter(given))

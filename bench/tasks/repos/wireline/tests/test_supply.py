import pytest

from wireline import BlockError, Reply, Supply, format_reply, read_block, write_block


def test_set_and_get():
    supply = Supply()
    assert supply.handle("SET ch2 3.3").ok
    assert supply.handle("LABEL ch2 pump").ok
    assert supply.handle("get ch2") == Reply(200, ("3.30 V", "label: pump"))


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("SET ch1 31", 552, "0 to 30 V only"),
        ("SET ch1 x", 501, "x is no number"),
        ("SET ch9 1", 501, "wrong arguments for the verb SET"),
        ("STOP", 500, "unknown verb STOP"),
        ("", 500, "there is no verb"),
    ],
)
def test_mistakes(line, code, text):
    assert Supply().handle(line) == Reply(code, (text,))


def test_format_reply():
    assert format_reply(Reply(200, ("ok",))) == "200 ok\r\n"
    assert format_reply(Reply(214, ("a", "b", "b"))) == "214-a\r\n214-b\r\n214 b\r\n"


def test_blocks():
    assert write_block("SET ch1 5\n.wait\n") == "SET ch1 5\r\n..wait\r\n.\r\n"
    assert read_block(iter(["SET ch1 5", "", "GET ch1", "."])) == "SET ch1 5\n\nGET ch1\n"
    with pytest.raises(BlockError):
        read_block(iter(["SET ch1 5"]))

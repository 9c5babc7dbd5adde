import ast
import dataclasses

import pytest
from support import WORKSPACE, own_tests_pass, started_as
from wireline import Command, CommandError, Reply, Supply, format_command, parse_command


def test_the_new_name():
    assert [field.name for field in dataclasses.fields(Command)] == ["name", "arguments"]
    command = parse_command('label ch1 "a b"')
    assert command == Command(name="LABEL", arguments=("ch1", "a b"))
    assert command.name == "LABEL"
    assert Command("HELP") == Command(name="HELP", arguments=())
    assert format_command(Command(name="GET", arguments=("ch1",))) == "GET ch1"


def test_the_old_name_is_gone():
    assert not hasattr(Command("HELP"), "verb")
    with pytest.raises(TypeError):
        Command(verb="HELP")
    for path in WORKSPACE.rglob("*.py"):
        for element in ast.walk(ast.parse(path.read_text())):
            if isinstance(element, ast.Attribute):
                assert element.attr != "verb", path
            elif isinstance(element, ast.keyword):
                assert element.arg != "verb", path


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("STOP", Reply(500, ("unknown verb STOP",))),
        ("stop now", Reply(500, ("unknown verb STOP",))),
        ("SET ch9 1", Reply(501, ("wrong arguments for the verb SET",))),
        ("HELP me", Reply(501, ("wrong arguments for the verb HELP",))),
        ("", Reply(500, ("there is no verb",))),
        ("SET ch1 3", Reply(200, ("ok",))),
        ("GET ch2", Reply(200, ("0.00 V", "label: "))),
    ],
)
def test_replies(line, reply):
    assert Supply().handle(line) == reply


def test_no_verb():
    with pytest.raises(CommandError, match=r"^there is no verb$"):
        parse_command(" ")


def test_their_tests_pass():
    assert own_tests_pass("tests")
    for name in ("test_commands", "test_supply", "test_lines"):
        before, now = (
            {element.name for element in ast.walk(ast.parse(text)) if isinstance(element, ast.FunctionDef)}
            for text in (started_as(f"tests/{name}.py"), (WORKSPACE / "tests" / f"{name}.py").read_text())
        )
        assert before <= now
    text = (WORKSPACE / "tests" / "test_commands.py").read_text()
    assert "name=" in text
    assert ".name" in text

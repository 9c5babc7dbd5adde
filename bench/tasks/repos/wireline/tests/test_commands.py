import pytest

from wireline import Command, CommandError, format_command, parse_command


def test_parse():
    command = parse_command("set ch1  3.3")
    assert command.verb == "SET"
    assert command.arguments == ("ch1", "3.3")


def test_quotes():
    assert parse_command('LABEL ch1 "pump, left"') == Command("LABEL", ("ch1", "pump, left"))
    assert parse_command(r'LABEL ch1 "the \"old\" one"').arguments == ("ch1", 'the "old" one')


def test_nothing_in_quotes():
    assert parse_command('LABEL ch1 ""') == Command(verb="LABEL", arguments=("ch1", ""))


@pytest.mark.parametrize("line", ["", "   ", 'LABEL ch1 "pump'])
def test_no_command(line):
    with pytest.raises(CommandError):
        parse_command(line)


def test_format():
    assert format_command(Command(verb="LABEL", arguments=("ch1", 'a "b"'))) == r'LABEL ch1 "a \"b\""'
    assert format_command(Command("LABEL", ("ch1", ""))) == 'LABEL ch1 ""'

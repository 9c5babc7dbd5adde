import itertools

import pytest
from wireline import Command, CommandError, Reply, Supply, format_command, parse_command


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ('LABEL ch1 ""', ("ch1", "")),
        ('LABEL ch1 "" ', ("ch1", "")),
        ('LABEL "" ch1', ("", "ch1")),
        ('LABEL "" "" ch1 ""', ("", "", "ch1", "")),
        ('LABEL  ""\t""  ', ("", "")),
        ('  LABEL ""', ("",)),
        ('LABEL a"" ""b a""b', ("a", "b", "ab")),
        ('LABEL """"', ("",)),
        ('LABEL "a"""', ("a",)),
        ('LABEL " "', (" ",)),
        ('LABEL "" "a b"', ("", "a b")),
        ('LABEL "a b" ""', ("a b", "")),
        (r'LABEL "\"" "\\" ""', ('"', "\\", "")),
        ('LABEL a"b c"d', ("ab cd",)),
        ("LABEL ch1   x \t y  ", ("ch1", "x", "y")),
        ("LABEL   ", ()),
        ("  LABEL", ()),
        ("LABEL ''", ("''",)),
    ],
)
def test_arguments(line, arguments):
    command = parse_command(line)
    assert command.verb == "LABEL"
    assert tuple(command.arguments) == arguments


@pytest.mark.parametrize("count", [1, 2, 3])
def test_there_and_back(count):
    for arguments in itertools.product(["", "a", " ", "b c", '"', "\\", "''", '""'], repeat=count):
        command = Command("LABEL", arguments)
        assert parse_command(format_command(command)) == command


@pytest.mark.parametrize("line", ["", "  \t ", 'LABEL "', 'LABEL "" "', 'LABEL """', 'LABEL ch1 "a'])
def test_still_no_command(line):
    with pytest.raises(CommandError):
        parse_command(line)


def test_the_supply():
    supply = Supply()
    assert supply.handle("LABEL ch1 pump").ok
    assert supply.handle('LABEL ch1 ""') == Reply(200, ("ok",))
    assert supply.handle("GET ch1") == Reply(200, ("0.00 V", "label: "))
    assert supply.handle("LABEL ch1 ").code == 501
    assert supply.handle('LABEL "" ch1').code == 501
    assert supply.handle('GET ch1 ""').code == 501

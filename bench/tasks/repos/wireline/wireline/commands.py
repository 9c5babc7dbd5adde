"""Commands as a line of text."""

from dataclasses import dataclass


class CommandError(ValueError):
    """A line is no command."""


@dataclass(frozen=True)
class Command:
    verb: str
    arguments: tuple = ()


def parse_command(line):
    """The command of a line; its verb in capital letters."""
    words = []
    word = None  # None: between two words
    quoted = False
    characters = iter(line)
    for character in characters:
        if quoted:
            if character == '"':
                quoted = False
            elif character == "\\":
                word += next(characters, "")
            else:
                word += character
        elif character == '"':
            quoted = True
            word = word or ""
        elif not character.isspace():
            word = (word or "") + character
        elif word is not None:
            words.append(word)
            word = None
    if quoted:
        raise CommandError("a quote is not closed")
    if word is not None:
        words.append(word)
    if not words:
        raise CommandError("there is no verb")
    return Command(verb=words[0].upper(), arguments=tuple(words[1:]))


def format_command(command):
    """The line of a command."""
    return " ".join([command.verb, *(_quote(argument) for argument in command.arguments)])


def _quote(argument):
    if argument and not any(character.isspace() or character in '"\\' for character in argument):
        return argument
    return '"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"'

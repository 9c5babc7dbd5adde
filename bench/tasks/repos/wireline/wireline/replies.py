"""What a device says to a command."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    code: int
    lines: tuple

    @property
    def ok(self):
        return self.code < 400


def format_reply(reply):
    """The text of a reply."""
    *others, last = reply.lines
    return "".join(f"{reply.code}-{line}\r\n" for line in others) + f"{reply.code} {last}\r\n"

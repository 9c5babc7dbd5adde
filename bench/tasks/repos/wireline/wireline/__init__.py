"""The line protocol of our power supplies."""

from wireline.blocks import BlockError, read_block, write_block
from wireline.commands import Command, CommandError, format_command, parse_command
from wireline.lines import LineBuffer, LineTooLong
from wireline.replies import Reply, format_reply
from wireline.supply import Supply

__all__ = [
    "BlockError",
    "Command",
    "CommandError",
    "LineBuffer",
    "LineTooLong",
    "Reply",
    "Supply",
    "format_command",
    "format_reply",
    "parse_command",
    "read_block",
    "write_block",
]

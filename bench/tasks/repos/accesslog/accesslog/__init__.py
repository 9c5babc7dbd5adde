"""What went on at a web server."""

from accesslog.entries import Entry
from accesslog.parser import ParseError, parse_line, read_log

__all__ = ["Entry", "ParseError", "parse_line", "read_log"]

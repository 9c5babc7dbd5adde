"""From bytes to lines."""


class LineTooLong(ValueError):
    """There are too many bytes without the end of a line."""


class LineBuffer:
    """Puts together lines from pieces, as they come from a socket."""

    def __init__(self, max_length=1000):
        self.max_length = max_length
        self.rest = b""

    def feed(self, piece):
        """Take more bytes; the lines that are complete now, without their ends."""
        *lines, rest = piece.split(b"\n")
        if lines:
            lines[0] = self.rest + lines[0]
            self.rest = rest
        else:
            self.rest += rest
        if len(self.rest) > self.max_length:
            raise LineTooLong(f"{len(self.rest)} bytes without the end of a line")
        return [line.removesuffix(b"\r").decode() for line in lines]

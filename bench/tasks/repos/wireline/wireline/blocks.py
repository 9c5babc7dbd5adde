"""Blocks of text, such as the scripts that a device keeps."""


class BlockError(ValueError):
    """A block has no end."""


def write_block(text):
    """The lines of a text as they are sent, with the dot that ends them."""
    lines = ["." + line if line.startswith(".") else line for line in text.splitlines()]
    return "".join(line + "\r\n" for line in [*lines, "."])


def read_block(lines):
    """The text of a block; of an iterator over lines, takes those to the dot."""
    taken = []
    for line in lines:
        if line == ".":
            return "".join(line + "\n" for line in taken)
        taken.append(line.removeprefix("."))
    raise BlockError("there is no dot at the end of the block")

"""The stand-in on standard input and output."""

import sys

from wireline.lines import LineBuffer
from wireline.replies import format_reply
from wireline.supply import Supply


def main():
    supply, buffer = Supply(), LineBuffer()
    while piece := sys.stdin.buffer.read1(64):
        for line in buffer.feed(piece):
            sys.stdout.write(format_reply(supply.handle(line)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()

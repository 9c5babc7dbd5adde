import sys
from pathlib import Path

from linebuf import Buffer, CommandError, Session


def main() -> int:
    path = Path(sys.argv[1])
    session = Session(Buffer.load(path) if path.exists() else Buffer(), path)
    for number, command in enumerate(sys.stdin.read().splitlines(), 1):
        try:
            for line in session.run(command):
                print(line)
        except CommandError as error:
            print(f"linebuf: command {number}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

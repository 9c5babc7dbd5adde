import argparse
import sys
from datetime import date

from woodpile.orders import TooLittle, pick, price
from woodpile.stacks import listing, load_yard


def main(argv=None):
    parser = argparse.ArgumentParser(prog="woodpile")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("list", "quote"):
        command = commands.add_parser(name)
        command.add_argument("yard")
        command.add_argument("--day", type=date.fromisoformat, default=date.today())
    command.add_argument("amount", type=float)
    command.add_argument("--km", type=float, default=0)
    args = parser.parse_args(argv)
    try:
        yard = load_yard(args.yard)
        if args.command == "list":
            print("\n".join(listing(yard, args.day)))
        else:
            parts = pick(yard, args.amount, args.day)
            for stack, volume in parts:
                print(f"{stack.place:<8}{stack.wood.name:<8}{volume:6.2f}")
            print(f"{price(parts, args.km):.2f}")
    except (OSError, ValueError, TooLittle) as error:
        print(f"woodpile: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

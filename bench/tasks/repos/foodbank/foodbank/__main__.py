import sys

from foodbank.cli import main

if __name__ == "__main__":
    sys.exit(main())

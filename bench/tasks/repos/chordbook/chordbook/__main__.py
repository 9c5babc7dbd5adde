import sys

from chordbook.cli import main

sys.exit(main())

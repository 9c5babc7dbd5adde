import sys

from snapkeep.cli import main

sys.exit(main())

import sys

from railplan.cli import main

sys.exit(main())

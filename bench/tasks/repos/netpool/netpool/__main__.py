import sys

from netpool.cli import main

sys.exit(main())

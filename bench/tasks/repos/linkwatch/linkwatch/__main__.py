import sys

from linkwatch.cli import main

sys.exit(main())

import sys

from gridsheet.cli import main

sys.exit(main())

import sys

from meterbill.cli import main

sys.exit(main())

import sys

from makelet.cli import main

sys.exit(main())

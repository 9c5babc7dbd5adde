import sys

from cardfile.cli import main

sys.exit(main())

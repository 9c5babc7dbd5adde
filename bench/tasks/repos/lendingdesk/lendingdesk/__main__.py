import sys

from lendingdesk.cli import main

sys.exit(main())

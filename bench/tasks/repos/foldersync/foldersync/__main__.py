import sys

from foldersync.cli import main

sys.exit(main())

import sys

from cronline.cli import main

sys.exit(main())

import sys

from vetbook.cli import main

sys.exit(main())

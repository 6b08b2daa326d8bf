"""`python -m portinaio` is the command line."""

import sys

from portinaio.cli import main

sys.exit(main())

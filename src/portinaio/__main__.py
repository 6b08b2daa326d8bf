"""`python -m portinaio` is the command line."""

import os
import sys

# -m puts the current folder first. A file there that is named like a library is not that library.
if not sys.flags.safe_path and sys.path[0] != os.path.dirname(os.path.dirname(__file__)):  # noqa: PTH120  # pathlib would come from there
    del sys.path[0]

from portinaio.cli import main  # not from the current folder

sys.exit(main())

"""`python -m portinaio.daemon.demo`: furnish the empty home that PORTINAIO_HOME says, and end."""

from __future__ import annotations

import os
import sys

from portinaio import language
from portinaio.config.home import find_home
from portinaio.config.language import find_language
from portinaio.daemon.demo.furnish import furnish
from portinaio.daemon.demo.household import the_household
from portinaio.errors import PortinaioError


def main() -> int:
    """0 when somebody could move in, 1 with a sentence where not."""
    home = find_home(os.environ)
    language.use(find_language(home.config_file, os.environ))
    try:
        furnish(home, the_household(language.code()), language.code())
    except PortinaioError as error:
        sys.stderr.write(f"portinaio: {language.translate_error(error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

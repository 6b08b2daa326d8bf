"""Where the shipped list of reserved ranges lies."""

from __future__ import annotations

import os

FILE = "reserved.toml"


def ranges_file() -> str:
    """Path of the shipped list: beside the package in an installation, at the top of a checkout."""
    # os.path, since pathlib costs a cold `portinaio check` more than the rest of this module.
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    installed = os.path.join(package, "blocklists", FILE)  # noqa: PTH118
    if os.path.exists(installed):  # noqa: PTH110
        return installed
    top = os.path.dirname(os.path.dirname(package))  # noqa: PTH120
    return os.path.join(top, "blocklists", FILE)  # noqa: PTH118

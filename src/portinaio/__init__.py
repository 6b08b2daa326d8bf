"""Portinaio, the doorkeeper for a telephone."""

import os
import sys

__version__ = "0.1.0"  # written here: reading it from the installed metadata costs 27 ms

_OURS = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # pathlib would come from the current folder


def _leave_the_current_folder() -> None:
    """Where we are the program: a file there that is named like a library is not that library.

    `-m` puts that folder first, and an empty part of PYTHONPATH means it too, which `PYTHONPATH=$PYTHONPATH:/opt/x` makes by
    the way. Nothing but what Python has loaded by itself may be imported before this.
    """
    if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and sys.path[0] != _OURS:
        del sys.path[0]
    parts = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    whole = [part for part in parts if part not in {"", os.curdir}]
    if len(whole) == len(parts):
        return
    if whole:
        os.environ["PYTHONPATH"] = os.pathsep.join(whole)  # children look there too
    else:
        os.environ.pop("PYTHONPATH", None)
    here = os.getcwd()  # noqa: PTH109  # as above
    if here != _OURS and here not in whole:
        sys.path[:] = [part for part in sys.path if part != here]


if sys.argv[:1] == ["-m"] or os.path.basename(sys.argv[0] if sys.argv else "") == "portinaio":  # noqa: PTH119  # as above
    _leave_the_current_folder()

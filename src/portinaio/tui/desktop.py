"""What lies outside the terminal: the desktop's clipboard and its browser.

The terminal is asked for its clipboard too, by OSC 52; many terminals do not listen, and over SSH nothing else is there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import webbrowser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIPBOARDS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
)
"""The variable that says whether there is a desktop, and the program that takes the text."""
PATIENCE_S = 2.0  # a clipboard that does not answer must not keep the window
SCHEMES = ("https://", "http://", "mailto:")


def copy_to_desktop(text: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Put `text` on the desktop's clipboard, where there is one."""
    for variable, command in CLIPBOARDS:
        program = shutil.which(command[0])
        if program is None or (variable and not environ.get(variable)):
            continue
        try:
            subprocess.run(  # noqa: S603  # a program of the table, no shell
                (program, *command[1:]),
                input=text.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,  # they live on in the background, and would hold a pipe
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return True
    return False


def open_in_browser(address: str) -> bool:
    """Open `address` in a browser that has a window of its own; one for the terminal would paint over us."""
    if not address.startswith(SCHEMES):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:  # w3m, lynx and their kin
        return False
    return browser.open(address)

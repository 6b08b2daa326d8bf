"""The language and the country of the windows, found without reading config.toml strictly: `portinaio check` has no time for that."""

from __future__ import annotations

import os
import re

from portinaio import language

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BYTES = 1 << 20  # as `load`; a larger file is refused there with a sentence


def find_language(config_file: str, environ: Mapping[str, str]) -> str:
    """What PORTINAIO_LANG says, else config.toml, else the locale."""
    if (wanted := environ.get("PORTINAIO_LANG")) in language.LANGUAGES:
        return str(wanted)
    configured = _configured(config_file, "language")
    return configured if configured in language.LANGUAGES else language.guess(environ)


def find_country(config_file: str, environ: Mapping[str, str]) -> str:
    """What config.toml says, else the locale."""
    return (_configured(config_file, "country") or language.guess_country(environ)).upper()


def _configured(path: str, key: str) -> str | None:
    """A key of the root, which stands before the first table, as TOML has it.

    One scan instead of a parser: a wrong file is explained by whoever reads it in full, in the locale's language.
    """
    if not os.path.isfile(path):  # noqa: PTH113  # pathlib costs `check` 5 ms; a pipe would hold us up
        return None
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123  # pathlib costs `check` 5 ms
            text = file.read(LARGEST_BYTES)
    except OSError:
        return None
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            return None
        if found := re.match(rf"""\s*{key}\s*=\s*["'](\w+)["']""", line):
            return found[1]
    return None

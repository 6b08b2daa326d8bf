"""Find the line of a TOML file on which a key stands, so that an error can name it.

The parsers tell what is wrong at `$.line[0].listen`; a person looks for a line number. This reads no values, only the
table headers and the keys before `=`, which is enough to point.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)([^\]]+)\]")
_KEY = re.compile(r"""^\s*((?:[\w.-]|"[^"]*"|'[^']*')+)\s*=""")
_NAME = re.compile(r""""([^"]*)"|'([^']*)'|([^\s."']+)""")
_STEP = re.compile(r"""\[(\d+)\]|"([^"]*)"|([^.\[\]$"]+)""")


def line_of(text: str, path: str) -> int:
    """Line, from 1, of a path such as `$.line[0].listen`, or of the nearest table above it; 1 where none is found.

    A key that has dots in it stands in quotes: `$.law."gdpr.7.1".cite`.
    """
    wanted = _steps(path)
    best, best_depth = 1, 0
    counts: dict[str, int] = {}
    table: list[str | int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table(header[1] == "[[", header[2], counts)
            here = table
        elif key := _KEY.match(line):
            here = [*table, *_names(key[1])]
        else:
            continue
        depth = _shared(here, wanted)
        if depth == len(here) and depth > best_depth:
            best, best_depth = number, depth
    return best


def _steps(path: str) -> list[str | int]:
    return [int(index) if index else quoted or name for index, quoted, name in _STEP.findall(path)]


def _names(dotted: str) -> list[str]:
    return ["".join(parts) for parts in _NAME.findall(dotted)]


def _table(is_array: bool, name: str, counts: dict[str, int]) -> list[str | int]:
    steps: list[str | int] = []
    parts = _names(name)
    for depth, part in enumerate(parts, 1):
        steps.append(part)
        prefix = ".".join(parts[:depth])
        if depth == len(parts) and is_array:
            counts[prefix] = counts.get(prefix, -1) + 1
        if prefix in counts:
            steps.append(counts[prefix])
    return steps


def _shared(here: list[str | int], wanted: list[str | int]) -> int:
    depth = 0
    for mine, theirs in zip(here, wanted, strict=False):
        if mine != theirs:
            break
        depth += 1
    return depth

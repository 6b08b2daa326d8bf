"""A list format that somebody else brings: a package of theirs in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ACME = """
from portinaio.core.evidence import Evidence
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import NO_PATTERNS, listed, pattern_of, plain, rejected
from portinaio.lists.intake.text import lines_of


def sniff(head, name):
    return 90 if head.startswith(b"ACME 1") else 0


def read(source, context):
    for line, whole in enumerate(lines_of(source), 1):
        number, _, company = whole.strip().partition(" = ")
        if company:
            yield listed(line, number, context.numbering.exact(number), company=plain(company))


def write(rows, out):
    out.write(b"ACME 1\\n")
    for ordinal, row in enumerate(rows, 1):
        if row.low == row.high:
            out.write(f"{pattern_of(row)} = {row.company}\\n".encode())
        else:
            yield rejected(ordinal, pattern_of(row), NO_PATTERNS)


FORMAT = Format("acme", "Acme call blocker", sniff, read, write=write, suffix="acm")
"""
LIST = "ACME 1\n+390200001234 = Esempio Luce\n+390200001235 = Esempio Gas\nnobody = x\n"


def bring(packages: Path, name: str, source: str, entry: str = "") -> None:
    """Install it, as pip would."""
    metadata = packages / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    entry = entry or f"{name} = {name}_format:FORMAT"
    (metadata / "entry_points.txt").write_text(f"[portinaio.formats]\n{entry}\n")
    (packages / f"{name}_format.py").write_text(source)

"""A list format that somebody else brings: a package of theirs in a folder of its own."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
_CHAPTER = README.read_text().partition("### A list format of your own")[2]
ACME = _CHAPTER.partition("```python\n")[2].partition("```")[0]
"""As README has it."""
LIST = "ACME 1\n+390200001234 = Esempio Luce\n+390200001235 = Esempio Gas\nnobody = x\n"


def bring(packages: Path, name: str, source: str, entry: str = "") -> None:
    """Install it, as pip would."""
    metadata = packages / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    entry = entry or f"{name} = {name}_format:FORMAT"
    (metadata / "entry_points.txt").write_text(f"[portinaio.formats]\n{entry}\n")
    (packages / f"{name}_format.py").write_text(source)

"""Compile the message catalogues when a wheel or an editable install is built."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    def initialize(self, version, build_data):  # noqa: ARG002  # the interface names them
        compile_catalogues(Path(self.root))


def compile_catalogues(root: Path) -> None:
    for source in root.glob("src/portinaio/locale/*/LC_MESSAGES/portinaio.po"):
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, catalogue)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parents[1])

"""A box is known by the key of the certificate that it made itself: from the first time, or as config.toml says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from certificates import Identity, an_identity
from fritzbox_tr064 import PASSWORD, ABox
from portinaio.lines.fritzbox.box import Box, BoxError, Phonebook
from portinaio.lines.fritzbox.line import FritzBoxLine

if TYPE_CHECKING:
    from pathlib import Path

BOOKS = [Phonebook("0", "Telefonbuch")]
pytestmark = pytest.mark.filterwarnings(
    "ignore:Unverified HTTPS request"
)  # the library switches it off


@pytest.fixture(scope="module")
def identities(tmp_path_factory: pytest.TempPathFactory) -> list[Identity]:
    folder = tmp_path_factory.mktemp("keys")
    return [an_identity(folder / str(n), "fritz.box") for n in range(2)]


def asked(identity: Identity, folder: Path | str, **keys: Any) -> list[Phonebook]:
    with ABox(tls=identity.context) as there:
        return Box(there.settings(**keys), PASSWORD, str(folder)).phonebooks()


def test_the_key_that_a_box_shows_first_is_the_only_one_from_then_on(
    identities: list[Identity], tmp_path: Path
) -> None:
    first = asked(identities[0], tmp_path)
    again = asked(identities[0], tmp_path)
    with ABox(tls=identities[1].context) as other:
        with pytest.raises(BoxError) as error:
            Box(other.settings(), PASSWORD, str(tmp_path)).phonebooks()
        heard = list(other.asked)

    file = tmp_path / "box.box-key"
    assert (first, again) == (BOOKS, BOOKS)
    assert heard == []
    assert error.value.refused
    assert f"sha256:{identities[1].fingerprint}" in str(error.value)
    assert f"so far it was sha256:{identities[0].fingerprint}" in str(error.value)
    assert "set tls_pin of line box" in str(error.value)
    assert file.stat().st_mode & 0o777 == 0o600
    assert identities[0].fingerprint in file.read_text()


@pytest.mark.parametrize("spelt", ["sha256:{}", "{}", "SHA-256:{}"])
def test_what_config_toml_says_counts_and_not_what_was_shown_first(
    identities: list[Identity], tmp_path: Path, spelt: str
) -> None:
    asked(identities[0], tmp_path)
    pin = spelt.format(identities[1].fingerprint)

    assert asked(identities[1], tmp_path, tls_pin=pin) == BOOKS
    with pytest.raises(BoxError, match="so far it was"):
        asked(identities[0], tmp_path, tls_pin=pin)


def test_another_address_is_another_box(identities: list[Identity], tmp_path: Path) -> None:
    asked(identities[0], tmp_path, address="localhost")

    assert asked(identities[1], tmp_path) == BOOKS


@pytest.mark.parametrize("content", ["", "nonsense", "127.0.0.1 sha256:zz", "\x00"])
def test_what_cannot_be_read_is_remembered_anew(
    identities: list[Identity], tmp_path: Path, content: str
) -> None:
    (tmp_path / "box.box-key").write_text(content)

    assert asked(identities[0], tmp_path) == BOOKS
    with pytest.raises(BoxError, match="so far it was"):
        asked(identities[1], tmp_path)


def test_without_tls_there_is_no_key(tmp_path: Path) -> None:
    with ABox() as there:
        assert Box(there.settings(), PASSWORD, str(tmp_path)).phonebooks() == BOOKS

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("pin", "wrong"), [("sha256:" + "0" * 64, False), ("0" * 63, True)])
def test_a_pin_that_is_none_is_told_of_its_line(pin: str, *, wrong: bool) -> None:
    with ABox() as there:
        settings = there.settings(tls_pin=pin)

    assert [one.key for one in FritzBoxLine.problems(settings)] == (["tls_pin"] if wrong else [])

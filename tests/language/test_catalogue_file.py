"""The reader of .mo files, held to the library's own."""

from __future__ import annotations

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from portinaio import language
from portinaio.language.catalogue import Catalogue

LOCALE = Path(language.__file__).parents[1] / "locale"
MO = LOCALE / "it/LC_MESSAGES/portinaio.mo"


@pytest.fixture(scope="module", params=[code for code in language.LANGUAGES if code != "en"])
def file(request):
    return LOCALE / request.param / "LC_MESSAGES/portinaio.mo"


@pytest.fixture(scope="module")
def library(file):
    with file.open("rb") as content:
        return gettext.GNUTranslations(content)


@pytest.fixture(scope="module")
def ours(file):
    return Catalogue(file.read_bytes())


def messages(library):
    return [key for key in library._catalog if key]


def test_every_message_is_translated_as_the_library_does(library, ours):
    single = [key for key in messages(library) if isinstance(key, str)]

    assert len(single) > 1000
    assert {key: ours.gettext(key) for key in single} == {
        key: library.gettext(key) for key in single
    }


@pytest.mark.parametrize("n", [0, 1, 2, 100])
def test_every_plural_is_chosen_as_the_library_does(library, ours, n):
    plural = {key[0] for key in messages(library) if isinstance(key, tuple)}

    assert len(plural) > 20
    assert all(ours.ngettext(one, "many", n) == library.ngettext(one, "many", n) for one in plural)


@pytest.mark.parametrize("message", ["", "no such message", "\udcff", "zzz", "\U0010ffff"])
def test_what_it_does_not_have_stands_for_itself(ours, message):
    if message:
        assert ours.gettext(message) == message
    assert (ours.ngettext("no such", "no such ones", 1), ours.ngettext("no", "nos", 0)) == (
        "no such",
        "nos",
    )


@given(
    st.dictionaries(
        st.text("ab\u00e8\u4e2d .", min_size=1), st.text("xy\u00e8", min_size=1), max_size=9
    )
)
def test_whatever_is_in_a_catalogue_is_found(entries):
    made = Catalog("en")
    for message, translated in entries.items():
        made.add(message, translated)
    file = BytesIO()
    write_mo(file, made)

    found = Catalogue(file.getvalue())

    assert {message: found.gettext(message) for message in entries} == entries


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"<html>" * 9, id="something else"),
        pytest.param(MO.read_bytes()[:20], id="a torn file"),
        pytest.param(
            re.sub(rb"plural=\(n != 1\)", b"plural=(n >  1)", MO.read_bytes()), id="other plurals"
        ),
    ],
)
def test_what_is_no_catalogue_of_ours_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011  # which bytes it was does not matter
        Catalogue(content)

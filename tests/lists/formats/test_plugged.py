"""What a format of another package must be, and that a mistake in it is a sentence and takes no other along."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from list_worlds import patterns, reading_of
from plugged_format import ACME, LIST, bring
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.errors import PortinaioError, UsageError
from portinaio.lists import formats as registry
from portinaio.lists.formats import faults, format_named, formats, recognised

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = set(formats())
CALLER = key("390200001234")


@pytest.fixture
def brought(tmp_path, monkeypatch):
    """Installs a package with a format."""

    def _brought(name: str, source: str, entry: str = "") -> None:
        bring(tmp_path, name, source, entry)
        monkeypatch.delitem(sys.modules, f"{name}_format", raising=False)
        registry._found.cache_clear()

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield _brought
    monkeypatch.undo()
    registry._found.cache_clear()


def test_a_format_of_another_package_is_one_like_ours(brought: Callable[..., None]) -> None:
    brought("acme", ACME)

    found = recognised(LIST.encode(), "download")

    assert found
    assert (found.id, found.title, found.suffix) == ("acme", "Acme call blocker", "acm")
    assert patterns(LIST) == ["+390200001234", "+390200001235"]
    assert set(formats()) == OURS | {"acme"}


BROKEN = {
    "a library is missing": ("import no_such_library", "ModuleNotFoundError: No module named"),
    "it ends the program": ("raise SystemExit(3)", "SystemExit: 3"),
    "it is no format": ("FORMAT = 1", "its entry point names no Format"),
    "it has another id": (ACME.replace('"acme"', '"Other"'), "its id is Other"),
    "it has no title": (ACME.replace('"Acme call blocker"', "3"), "it has no title"),
    "it writes with a text": (ACME.replace("write=write", "write='x'"), "must be functions"),
    "its suffix is a path": (ACME.replace('"acm"', '"../x"'), "a suffix has small letters"),
    "it takes everything": (ACME.replace("else 0", "else 100"), "it takes an empty file"),
    "it fails at everything": (
        ACME.replace("return 90", "1 / 0\n    return 90"),
        "ZeroDivisionError: division",
    ),
}


@pytest.mark.parametrize(("source", "said"), BROKEN.values(), ids=BROKEN)
def test_one_that_cannot_be_used_says_why_and_takes_no_other_along(
    brought: Callable[..., None], source: str, said: str
) -> None:
    brought("acme", source)
    brought("other", ACME.replace('"acme"', '"other"').replace("ACME", "OTHER"))

    with pytest.raises(UsageError, match="the list format acme, which another package brings") as e:
        format_named("acme")

    assert said in str(e.value)
    assert list(faults()) == ["acme"]
    assert set(formats()) == OURS | {"other"}
    assert len(patterns(LIST.replace("ACME", "OTHER"))) == 2


def _yielding(row: str) -> str:
    source = ACME.replace(
        "            yield listed(", f"            yield {row}\n            yield listed("
    )
    return f"from portinaio.core.evidence import Evidence\n{source}"


FAILING = {
    "in the middle": ACME.replace("        number, _", "        1 / (line - 3)\n        number, _"),
    "it ends the program": _yielding("exit()"),
    "no row": _yielding("'+390200001234'"),
    "no keys": _yielding("Evidence(9, 1)"),
    "keys that are none": _yielding("Evidence('a', 'b')"),
    "a list of anything": _yielding("[3]"),
}


@pytest.mark.parametrize("source", FAILING.values(), ids=FAILING)
def test_one_that_fails_at_a_list_says_so(brought: Callable[..., None], source: str) -> None:
    brought("acme", source)

    with pytest.raises(
        PortinaioError, match="the list format acme, which another package brings, fails"
    ):
        list(reading_of(LIST))


def test_what_it_says_of_a_list_itself_is_said(brought: Callable[..., None]) -> None:
    brought(
        "acme",
        "from portinaio.errors import UntrustedListError\n"
        + ACME.replace(
            "        number, _", "        raise UntrustedListError('too old')\n        number, _"
        ),
    )

    with pytest.raises(PortinaioError, match=r"^too old$"):
        list(reading_of(LIST))


def test_one_that_fails_at_writing_says_so(brought: Callable[..., None]) -> None:
    brought("acme", ACME.replace("    out.write(b", "    1 / 0\n    out.write(b"))
    write = format_named("acme").write

    assert write
    with pytest.raises(PortinaioError, match=r"acme.*fails: ZeroDivisionError"):
        list(write(iter([Evidence(CALLER, CALLER)]), io.BytesIO()))


def test_one_that_fails_at_looking_leaves_the_file_to_those_that_know_it(
    brought: Callable[..., None],
) -> None:
    brought(
        "acme", ACME.replace("return 90 if", "if head: raise ValueError('ops')\n    return 90 if")
    )

    assert patterns("+390200001234\n") == ["+390200001234"]
    with pytest.raises(PortinaioError, match="ValueError: ops"):
        reading_of("something that nobody knows")


def test_texts_of_it_are_made_harmless(brought: Callable[..., None]) -> None:
    brought("acme", ACME.replace("company=row_text(company)", "company='a\\x1b[31m\\nb'"))

    assert {row.company for row in reading_of(LIST)} == {"a [31m b"}


def test_it_cannot_take_the_place_of_one_of_ours(brought: Callable[..., None]) -> None:
    brought("plain", ACME.replace('"acme"', '"plain"'))

    assert patterns("+390200001234\n") == ["+390200001234"]
    assert str(faults()["plain"]).endswith("there is one of this name already")


def test_a_package_that_spoils_its_entry_points_takes_no_other_along(
    brought: Callable[..., None],
) -> None:
    brought("torn", "", "no equals sign")
    brought("acme", ACME)

    assert (set(formats()), faults()) == (OURS | {"acme"}, {})


def test_of_a_package_that_is_there_twice_the_first_counts(
    brought: Callable[..., None], tmp_path
) -> None:
    bring(tmp_path / "older", "acme", "import no_such_library")
    sys.path.append(str(tmp_path / "older"))
    brought("acme", ACME)

    assert (set(formats()), faults()) == (OURS | {"acme"}, {})

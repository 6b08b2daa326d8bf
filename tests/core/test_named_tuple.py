"""Our `NamedTuple` is that of `typing`, made without it."""

from __future__ import annotations

import pickle
import typing

import pytest

from portinaio.core.named_tuple import NamedTuple


class Ours(NamedTuple):
    """Says what it is."""

    name: str
    count: int = 1
    tags: tuple[str, ...] = ()

    @property
    def shout(self) -> str:
        return self.name.upper()

    @classmethod
    def empty(cls) -> Ours:
        return cls("")


class Theirs(typing.NamedTuple):
    """Says what it is."""

    name: str
    count: int = 1
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "asked",
    ["_fields", "_field_defaults", "__doc__", "__module__", "__annotations__", "__match_args__"],
)
def test_it_says_the_same_of_itself(asked):
    ours, theirs = getattr(Ours, asked), getattr(Theirs, asked)
    if asked == "__annotations__":
        theirs = {name: hint.__forward_arg__ for name, hint in theirs.items()}

    assert ours == theirs


def test_it_is_a_tuple_with_defaults_and_methods_of_its_own():
    one = Ours("a", count=2)

    assert (one, one.shout, Ours.empty().name, one._replace(name="b")) == (
        ("a", 2, ()),
        "A",
        "",
        ("b", 2, ()),
    )


def test_its_fields_are_not_for_writing():
    with pytest.raises(AttributeError):
        Ours("a").name = "b"  # type: ignore[misc]  # what is being tested


def test_it_goes_through_pickle():
    assert pickle.loads(pickle.dumps(Ours("a"))) == Ours("a")

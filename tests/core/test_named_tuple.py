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


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {"name": "a"}),
        (("a", 2), {}),
        (("a",), {"tags": ("x",)}),
        (("a", 2, ("x",)), {}),
        ((), {"tags": (), "name": "a", "count": 3}),
    ],
)
def test_it_is_filled_as_the_original_is_however_often(given, named):
    made = [Ours(*given, **named) for _ in range(200)]

    assert made == [Theirs(*given, **named)] * 200
    assert {repr(one) for one in made} == {repr(Theirs(*given, **named)).replace("Theirs", "Ours")}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {}),
        (("a", 1, (), "more"), {}),
        (("a",), {"name": "b"}),
        (("a",), {"nobody": 1}),
    ],
    ids=["nothing", "too much", "twice", "a field that is not there"],
)
def test_what_does_not_fit_is_refused(given, named):
    for kind in (Theirs, Ours):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_a_class_of_it_may_have_heirs():
    class Heir(Ours):
        pass

    assert [type(Heir("a")) for _ in range(200)] == [Heir] * 200
    assert Heir("a")._asdict() == {"name": "a", "count": 1, "tags": ()}


def test_what_is_not_as_long_as_its_fields_is_not_made():
    with pytest.raises(TypeError):
        Ours._make(["a"])
    with pytest.raises(ValueError, match="nobody"):
        Ours("a")._replace(nobody=1)

"""`typing.NamedTuple` for those modules that a cold `check` loads, which makes fifty such classes.

To import `typing`, to let it read their annotations and to compile a constructor for each costs as much as a bare Python's whole
start. The type checker sees the original; while the program runs, a class is made of its body alone, and gets the constructor that
`collections.namedtuple` compiles once it is asked for more than a few.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import _tuplegetter, namedtuple

    FEW = 128  # a check makes fewer of each class, and judging many calls makes thousands
    _GETTERS = [_tuplegetter(place, None) for place in range(64)]

    def _new(cls, *given, **named):
        cls._made += 1
        if cls._made <= FEW:
            fields, defaults = cls._fields, cls._field_defaults
            values = list(given)
            for field in fields[len(given) :]:
                if field in named:
                    values.append(named.pop(field))
                elif field in defaults:
                    values.append(defaults[field])
            if not named and len(values) == len(fields):
                return tuple.__new__(cls, values)
        return _compiled(cls)(cls, *given, **named)

    def _compiled(cls):
        """From now on the class's own constructor; it also says what is wrong with arguments that do not fit."""
        same = namedtuple(  # noqa: PYI024  # what the original is made of, too
            cls.__name__, cls._fields, defaults=cls._field_defaults.values()
        )
        owner = next(each for each in cls.__mro__ if "_made" in vars(each))
        owner.__new__ = same.__new__
        return same.__new__

    def _make(cls, values):
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes):
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _content(self):
        return tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        shown = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
        return f"{type(self).__name__}({shown})"

    _SHARED = {
        "__slots__": (),
        "__new__": _new,
        "__repr__": _repr,
        "__getnewargs__": _content,
        "_made": 0,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }

    class _Meta(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return type.__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            own = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            getters = dict(zip(fields, _GETTERS[: len(fields)], strict=True))
            return type(name, (tuple,), {**_SHARED, **own, **body, **getters})

    class NamedTuple(metaclass=_Meta):
        """The base of a class of fields; what is made of it is a `tuple`, and no `NamedTuple`."""


__all__ = ["NamedTuple"]

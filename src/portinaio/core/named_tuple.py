"""`typing.NamedTuple` for those modules that a cold `check` loads.

To import `typing`, and to let it read the annotations of forty classes, takes as long as half a bare Python's whole start. The type
checker sees the original; while the program runs, the same `collections.namedtuple` is made of the class body directly.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Meta(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return type.__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(  # noqa: PYI024  # what the other is made of, too
                name, fields, defaults=defaults, module=body["__module__"]
            )
            for key, value in body.items():
                if key not in fields and key != "__module__":
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Meta):
        """The base of a class of fields; what is made of it is a `tuple`, and no `NamedTuple`."""


__all__ = ["NamedTuple"]

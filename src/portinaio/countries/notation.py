"""The notation of clauses: Jinja2 in its sandbox, and of that only places, filters, citations and numbers of points.

There is nothing to compute in a sentence that stands only where it is true, so statements, loops, arithmetic and
attributes are refused when the pack is read, and rendering is bounded by the length of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from portinaio.countries.written import in_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Template
    from jinja2.nodes import Node
    from jinja2.runtime import Context
    from jinja2.sandbox import SandboxedEnvironment

LONGEST_TEXT = 2000  # characters of a clause; the longest of ours has 500
MOST_KEPT = 4096  # clauses that are kept parsed; a pack of ours has 300
_BLANKS = re.compile(r"[ \t\n\r]+")  # a space that does not break stays
CALLS = frozenset({"cite", "point"})
OLD = re.compile(r"\{[?!/@][a-z0-9_.]+\}|(?<!\{)\{[a-z0-9_]+\}(?!\})")
"""The notation of packs before there were clauses."""


class NotationError(ValueError):
    """A text that cannot be read; its sentence is for the pack's author."""


class Language(NamedTuple):
    """What the filters have to know of the language of a letter."""

    code: str
    country: str
    led: Callable[[str, str], str]
    """A value behind a word, which is elided where the language wants it."""
    quotes: tuple[str, str]


class Parsed(NamedTuple):
    places: frozenset[str]
    cites: frozenset[str]
    points: frozenset[str]


class Listed(tuple[str, ...]):  # noqa: SLOT001  # it bears what stands between its texts
    """Several texts of one place."""

    between: str = "; "

    def __str__(self) -> str:
        return self.between.join(self)


@lru_cache(maxsize=MOST_KEPT)
def parsed(text: str) -> Parsed:
    """What `text` names; `NotationError` where it is not in the notation."""
    # Only who writes letters needs it.
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415

    if len(text) > LONGEST_TEXT:
        raise NotationError(f"a text has at most {LONGEST_TEXT} characters")
    if old := OLD.search(text):
        raise NotationError(
            f"{old[0]} is the notation of older packs: now {{{{ place }}}} in clauses, see README"
        )
    try:
        tree = _environment().parse(text)
    except (TemplateSyntaxError, RecursionError) as error:
        raise NotationError(f"this is not the notation: {str(error)[:100]}") from None
    found: dict[str, set[str]] = {"place": set(), "cite": set(), "point": set()}
    _walk(tree, found)
    return Parsed(*(frozenset(found[kind]) for kind in ("place", "cite", "point")))


def rendered(text: str, values: Mapping[str, object]) -> str:
    return _compiled(text).render(values)


@lru_cache(maxsize=MOST_KEPT)
def _compiled(text: str) -> Template:
    return _environment().from_string(_BLANKS.sub(" ", text).strip(" "))


def _walk(node: Node, found: dict[str, set[str]]) -> None:
    from jinja2 import nodes  # noqa: PLC0415  # as above

    match node:
        case nodes.Template() | nodes.Output() | nodes.TemplateData():
            pass
        case nodes.Name():
            found["place"].add(node.name)
        case nodes.Const(value=str() | int()):
            pass
        case nodes.Filter(name=name) if name in FILTERS and not node.kwargs:
            pass
        case nodes.Call(
            node=nodes.Name(name=str() as name), args=[nodes.Const(value=str() as key)]
        ) if name in CALLS:
            found[name].add(key)
            return
        case nodes.Filter(name=name):
            raise NotationError(f"there is no filter {name}; there are: {', '.join(FILTERS)}")
        case _:
            kind = type(node).__name__.lower()
            raise NotationError(f"a text has places and filters only, and no {kind}")
    for child in node.iter_child_nodes():
        _walk(child, found)


# --- Filters: each takes a filled place -------------------------------------------------------------------------------


def _led(context: Context, value: object, word: str) -> str:
    """`del 3 ottobre`, `dell'8 ottobre`: the word before the value, as the pack elides it."""
    return _language(context).led(word, str(value))


def _plural(context: Context, value: object, *forms: str) -> str:
    """The form for a number, in the order of CLDR: `one`, `two`, `few`, `many`, `other`, those that the language has."""
    from babel import Locale  # noqa: PLC0415  # heavy, and only who writes letters needs it

    rule = Locale.parse(_language(context).code).plural_form
    tags = [tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags]
    tag = rule(int(str(value)))
    place = tags.index(tag) if tag in tags[: len(forms) - 1] else -1
    return forms[place]


def _listed(context: Context, value: object) -> str:
    """`a, b e c`."""
    from babel.lists import format_list  # noqa: PLC0415  # as above

    texts = value if isinstance(value, Listed) else (str(value),)
    return format_list(texts, locale=_language(context).code)


def _capital(_context: Context, value: object) -> str:
    text = str(value)
    return text[:1].upper() + text[1:]


def _quoted(context: Context, value: object) -> str:
    before, behind = _language(context).quotes
    return f"{before}{value}{behind}"


def _in_form(form: str, context: Context, value: object) -> str:
    """A telephone number as a form wants it, whatever the letters of the pack have."""
    return in_form(str(value), form, _language(context).country)


FILTERS: dict[str, Callable[..., str]] = {
    "led": _led,
    "plural": _plural,
    "listed": _listed,
    "capital": _capital,
    "quoted": _quoted,
    "national": partial(_in_form, "national"),
    "international": partial(_in_form, "international"),
    "without_code": partial(_in_form, "without_code"),  # 202-555-0123
    "digits": partial(_in_form, "digits"),  # 2025550123
    "e164": partial(_in_form, "e164"),
}


def _language(context: Context) -> Language:
    language = context["language_of_letter"]
    assert isinstance(language, Language)
    return language


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined, pass_context  # noqa: PLC0415  # as above
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, cache_size=0)
    environment.globals.clear()
    filters = {name: pass_context(each) for name, each in FILTERS.items()}
    environment.filters.clear()
    environment.filters.update(filters)
    environment.tests.clear()
    return environment

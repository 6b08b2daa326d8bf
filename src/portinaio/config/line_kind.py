"""A kind of line, as far as its keys in config.toml tell: what they mean, what they let a line do, what a person is asked.

`lines.line.Line` is such a class that also runs. Configuration, windows and daemon know no kind by name: they ask the
classes that `line_kinds` finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from portinaio.config.settings import LineSettings
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import msgspec

S = TypeVar("S", bound=LineSettings)


class Problem(NamedTuple):
    """A value that is well formed and still cannot be meant."""

    key: str
    """Empty where it is the line as a whole."""
    text: Message


class Remark(NamedTuple):
    """What is to be known of a line though it works."""

    code: str
    text: Message
    quiet: bool = False
    """As it should be; told without a mark, by `lines` and the doctor."""


class Field(NamedTuple):
    """A key that a form for a new line shows; the others have defaults that serve."""

    key: str
    placeholder: Message
    """Stands in it while it is empty."""
    title: Message | None = None
    """Its name in the first run; `None` where that does not ask for it."""
    hint: Message | None = None
    """Beside the answer there."""
    empty: Message | None = None
    """Shown there for no answer."""
    prompt: Message | None = None
    """Said while it is answered there; else the placeholder."""
    after: str = ""
    """The field without which this one is of no use."""


class Question(NamedTuple):
    """What a person is asked who sets a line up, where its keys do not answer it yet."""

    key: str
    text: Message
    choices: Mapping[str, Message | None] = {}
    """Answers and what they mean; none where the answer is a text."""
    guess: str = ""
    """Of the choices, where it is wrong with the least harm."""
    certain: bool = False
    """Whether the guess is taken without a question."""
    said: Message | None = None
    """Before it is asked."""
    secret: bool = False
    """A password, kept elsewhere; it may be left out."""
    title: Message | None = None
    """Its name in the first run; else the text."""
    hint: Message | None = None
    """Beside the answer there."""
    words: Mapping[str, Message] = {}
    """The choices in a word or two, for the answer there."""
    in_form: bool = True
    """Whether a form asks it too, whose fields may answer it."""
    assumed: Message | None = None
    """What is taken for granted where nobody is there to ask."""
    refusal: Message | None = None
    """Why no line is added without an answer."""
    optional: bool = False
    """Whether no text is an answer, too."""


class Step(NamedTuple):
    """What is to be done elsewhere so that calls come by a line, drawn in words."""

    place: Message
    """Where: at which device, in which page or file."""
    seen: tuple[Message, ...]
    """What is seen and pressed there, a line each; blanks at its beginning are kept."""


class Preset(NamedTuple):
    """What a kind of line knows of a provider, so that nobody need type it."""

    name: str
    title: str
    country: str
    """Empty where it is served everywhere."""
    mark: str
    """How sure it is: A, B or C."""
    date: str
    source: str
    keys: Mapping[str, Any]
    """For config.toml; none that only a customer knows."""
    said: tuple[Message, ...]
    """What who chooses it should know."""


class LineKind(Generic[S]):
    """Of a kind that is not installed, this class itself says the little that holds for every line."""

    settings_type: type[S]
    """Its keys, beside those that every line has. A key `password` is a `Secret`, and revealed when a line begins."""
    title: ClassVar[Message] = Message("")
    """One line, for who chooses a kind."""
    short: ClassVar[Message | None] = None
    """One word for a column; else the name of the kind."""
    keys: ClassVar[Mapping[str, Message]] = {}
    """What each of its own keys means for the person who sets it."""
    bounds: ClassVar[Mapping[str, tuple[float, float]]] = {}
    """The least and the most of each of its numbers."""
    fields: ClassVar[tuple[Field, ...]] = ()
    """What a form asks for at first."""
    simulated: ClassVar[bool] = False
    """Whether it can ring by itself, for who wants to see how it goes."""
    calls_itself: ClassVar[bool] = False
    """Whether a call of its own can show that it is asked before other telephones."""
    can_be_found: ClassVar[str] = ""
    """The key that need not be typed where the house has one of this kind; empty where nothing can find it."""
    makes_telephones: ClassVar[bool] = False
    """Whether the telephone system behind it makes an IP telephone when it is asked to."""
    watches: ClassVar[bool] = False
    """Whether it hears of calls and does nothing to them. A line that does decides the same call anew, and what it did counts."""

    @classmethod
    def takes_password(cls) -> bool:
        return "password" in cls.settings_type.__struct_fields__

    @classmethod
    def can(cls, settings: S) -> frozenset[Action]:
        """What a line with these settings is able to do; `ring` always is."""
        del settings
        return frozenset(Action)

    @classmethod
    def instead_of_silence(cls, settings: S) -> Action:
        """What is done where the policy says silence and the line cannot."""
        del settings
        return Action.RING

    @classmethod
    def has_extensions(cls, settings: S) -> bool:
        """Whether other telephones of the house call on it, by codes such as `**622`."""
        del settings
        return False

    @classmethod
    def problems(cls, settings: S) -> Iterable[Problem]:
        """Why config.toml is refused with these settings, whose types are right."""
        del settings
        return ()

    @classmethod
    def remarks(cls, settings: S) -> Iterable[Remark]:
        del settings
        return ()

    @classmethod
    def examined(cls, settings: S) -> Iterable[Remark]:
        """What a look at the network tells of a line that does not work; for `doctor` alone, and within seconds."""
        del settings
        return ()

    @classmethod
    def questions(cls, keys: Mapping[str, Any]) -> Iterable[Question]:
        """What `keys`, among them the name of the new line, leave open, in the order in which it is asked."""
        del keys
        return ()

    @classmethod
    def other_side(cls, keys: Mapping[str, Any]) -> Iterable[Step]:
        """What is to be done beyond this computer for a line with `keys`, in this order."""
        del keys
        return ()

    @classmethod
    def presets(cls) -> Iterable[Preset]:
        """The providers that are known, in the order in which they are shown."""
        return ()

    @classmethod
    def keys_of_form(cls, typed: Mapping[str, str]) -> dict[str, Any]:
        """What the filled `fields` mean for config.toml."""
        return dict(typed)


def out_of_bounds(
    table: msgspec.Struct, bounds: Mapping[str, tuple[float, float]]
) -> Iterator[Problem]:
    """A number that is none (`nan`) is within no bounds."""
    for key, (low, high) in bounds.items():
        value = getattr(table, key)
        if value is not None and not low <= value <= high:
            text = (
                msg("%(key)s must be %(low)d to %(high)d seconds", key=key, low=low, high=high)
                if key.endswith("_s")
                else msg("%(key)s must be %(low)s to %(high)s", key=key, low=low, high=high)
            )
            yield Problem(key, text)

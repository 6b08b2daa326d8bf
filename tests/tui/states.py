"""What each screen is shown with in the pictures: on a usual day, with nothing in it, and in trouble.

A scene is a house and the keys that lead to the screen. What trouble means is the screen's own matter: a line that is
down, a list that was refused, a letter that cannot be written, a disk that takes nothing.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.errors import ConfigError, HomeError, PortinaioError
from tui import scenes, shelf_scenes
from tui.filing import a_complaint, a_form, a_gap_of
from tui.first_run import to_sip
from tui.house import FakeClient, a_call, a_house, a_line, a_sales_call, ago
from tui.shelving import an_offer

if TYPE_CHECKING:
    from collections.abc import Callable

FULL = "/home/ada/.local/share/portinaio cannot be written: No space left on device"
WRONG = (
    "/home/ada/.config/portinaio/config.toml line 3: there is no key polcy; did you mean policy?"
)


class Scene(NamedTuple):
    house: Callable[[], FakeClient]
    keys: tuple[str, ...] = ()
    screen: str = ""
    """The class of the screen that they lead to; that of the usual day where it is left out."""


def refusing(house: FakeClient, error: PortinaioError, *questions: str) -> FakeClient:
    """The house answers these questions with a refusal."""

    def refuse(*_given: Any, **_more: Any) -> Any:
        raise error

    for question in questions:
        setattr(house, question, refuse)
    return house


def silent(house: FakeClient, *questions: str) -> FakeClient:
    """The house answers these questions only once it is let go."""
    house.hold = threading.Event()

    def held(answer: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **more: (house.hold.wait(60), answer(*given, **more))[1]

    for question in questions:
        setattr(house, question, held(getattr(house, question)))
    return house


def with_a_form(*missing: str, **other: Any) -> FakeClient:
    house = a_house(calls=[a_sales_call(1)])
    gaps = [a_gap_of(key, f"What is your {key}?") for key in missing]
    house.draft = a_form(missing=gaps, **other)
    return house


def with_an_empty_form() -> FakeClient:
    house = with_a_form("name", "address")
    for field in house.draft["fields"]:
        field["value"] = ""
    return house


def with_gaps() -> FakeClient:
    house = scenes.usual()
    house.draft["missing"] = [
        a_gap_of("name", "What is your name?"),
        a_gap_of("company", "Which company was it?"),
    ]
    house.draft["text"] = "Spett.le [company],\n\nil sottoscritto [name] …"
    return house


def with_a_choice() -> FakeClient:
    """What the letter lacks, and what it would tell besides, has only a few answers."""
    house = scenes.usual()
    kinds = ("operator", "automated", "silent", "unanswered")
    house.draft["missing"] = [a_gap_of("kind", "Who spoke?", kinds)]
    consents = ("none", "unknown", "given")
    house.draft["further"] = [a_gap_of("consent", "Did you agree?", consents, or_day=True)]
    return house


def with_recipients() -> FakeClient:
    """A letter that may go to several."""
    house = scenes.usual()
    house.draft["routes"] = [
        {"recipient": one, "fits": True, "reasons": []}
        for one in ("controller", "garante", "agcom")
    ]
    return house


def a_full_disk(house: FakeClient) -> FakeClient:
    house.health = [{"code": "disk", "text": FULL}]
    house.refuse = HomeError(FULL)
    return house


def new_to_all() -> FakeClient:
    """A computer that has just got the program."""
    house = a_house(lines=[], lists=[])
    house.guessed["fresh"] = True
    robocalls = "numbers that play a recording"
    house.offers = [
        an_offer("spam-it", title="Spam reports IT"),
        an_offer("robocalls-it", title="Robocalls IT", says=robocalls),
        an_offer("spam-de"),
    ]
    return house


def in_a_country_without_lists() -> FakeClient:
    house = new_to_all()
    house.guessed["country"] = "SM"
    return house


def by_default() -> FakeClient:
    """A house whose config.toml says nothing."""
    house = a_house()
    house.config = {key: one | {"value": None} for key, one in house.config.items()}
    return house


def withheld() -> FakeClient:
    return a_house(calls=[a_call(number=None, because="number withheld")])


def away() -> FakeClient:
    house = scenes.usual(
        entries=shelf_scenes.with_entries().own, lists=shelf_scenes.with_fresh_lists().lists_
    )
    house.lines_ = [line | {"state": "gone"} for line in house.lines_]
    house.daemon = False
    return house


def offering_nothing() -> FakeClient:
    house = a_house()
    house.offers = []
    return house


def unjudged() -> FakeClient:
    """One line is down, and what would happen now cannot be said."""
    return refusing(scenes.troubled(), HomeError("the database cannot be read"), "check")


def with_a_form_on_a_full_disk() -> FakeClient:
    """The form was sent, and the disk does not take it down."""
    house = with_a_form()
    return refusing(house, HomeError(FULL), "mark_complaint")


def with_a_letter_on_file() -> FakeClient:
    house = a_house(calls=[a_sales_call(1)])
    house.filed = [a_complaint(1, "sent", text=LETTER)]
    return house


def with_devices() -> FakeClient:
    house = a_house()
    for name in ("anna-phone", "tablet in the kitchen"):
        house.add_device(name)
    return house


def with_a_trace() -> FakeClient:
    invite = "INVITE sip:me@192.0.2.1 SIP/2.0\nFrom: <sip:+39020000@sip.example>"
    house = a_house()
    house.traces = {"home": [{"at": ago(minutes=9), "text": invite}]}
    return house


def with_a_box() -> FakeClient:
    return a_house(lines=[a_line("box", kind="fritzbox")])


LETTER = "Spett.le Esempio Energia S.p.A.,\n\n" + "la persona sottoscritta si oppone. " * 20
HOURS = ["down"] * 4  # down to the row of policy.hours
TRIAL = (*to_sip(*"sip.example.net"), "ctrl+s")

USUAL = {
    "calls": Scene(scenes.ringing, ("down",), "CallsScreen"),
    "number": Scene(scenes.usual, ("enter",), "NumberScreen"),
    "lists": Scene(shelf_scenes.with_fresh_lists, ("2",), "ListsScreen"),
    "catalogue": Scene(shelf_scenes.with_fresh_lists, ("2", "plus"), "CatalogueScreen"),
    "inside": Scene(shelf_scenes.with_lists, ("2", "enter"), "InsideScreen"),
    "mine": Scene(shelf_scenes.with_entries, ("3",), "EntriesScreen"),
    "complaints": Scene(scenes.cabinet, ("4",), "ComplaintsScreen"),
    "letter": Scene(scenes.usual, ("r",), "LetterScreen"),
    "form-fields": Scene(with_a_form, ("r", "F", "enter"), "FormFieldsScreen"),
    "lines": Scene(shelf_scenes.with_lines_up, ("5",), "LinesScreen"),
    "insight": Scene(shelf_scenes.with_insight, ("6",), "InsightScreen"),
    "settings": Scene(a_house, ("7",), "SettingsScreen"),
    "help": Scene(scenes.usual, ("8",), "HelpScreen"),
    "contacts": Scene(shelf_scenes.with_contacts, ("9",), "ContactsScreen"),
    "books": Scene(shelf_scenes.with_followed_books, ("9", "B"), "BooksScreen"),
    "first-run": Scene(new_to_all, ("f2",), "SetupScreen"),
}

FURTHER = {
    "notices": Scene(scenes.troubled, ("f3",), "NoticesScreen"),
    "sent": Scene(with_a_letter_on_file, ("4", "enter"), "SentScreen"),
    "devices": Scene(with_devices, ("5", "D"), "DevicesScreen"),
    "token": Scene(a_house, ("5", "D", "plus", *"tablet", "enter"), "TokenScreen"),
    "export": Scene(with_devices, ("5", "D", "ctrl+s", "enter"), "ExportScreen"),
    "country": Scene(new_to_all, ("f2", "enter"), "FilteredChoice"),
    "letter with gaps": Scene(with_a_choice, ("r", "enter"), "LetterScreen"),
    "further question": Scene(with_a_choice, ("r", "e", "enter"), "Choice"),
    "trace": Scene(with_a_trace, ("5", "h"), "TraceScreen"),
    "telephone": Scene(with_a_box, ("5", "J"), "TelephoneScreen"),
    "other side": Scene(with_a_box, ("5", "l"), "OtherSideScreen"),
    "trial call": Scene(new_to_all, TRIAL, "TrialCallScreen"),
    "hours": Scene(a_house, ("7", *HOURS, "enter"), "HoursScreen"),
    "new hours": Scene(a_house, ("7", *HOURS, "enter", "enter"), "HoursForm"),
}
"""What lies on top of the others, and is in no picture here."""

EMPTY = {
    "calls": Scene(a_house),
    "number": Scene(withheld, ("enter",)),
    "lists": Scene(lambda: a_house(lists=[]), ("2",)),
    "catalogue": Scene(offering_nothing, ("2", "plus")),
    "inside": Scene(a_house, ("2", "enter")),
    "mine": Scene(a_house, ("3",)),
    "complaints": Scene(a_house, ("4",)),
    "letter": Scene(with_gaps, ("r",)),
    "form-fields": Scene(with_an_empty_form, ("r", "F")),
    "lines": Scene(lambda: a_house(lines=[]), ("5",)),
    "insight": Scene(a_house, ("6",)),
    "settings": Scene(by_default, ("7",)),
    "contacts": Scene(a_house, ("9",)),
    "books": Scene(a_house, ("9", "B")),
    "first-run": Scene(in_a_country_without_lists),
}
"""The help is never empty."""

TROUBLE = {
    "calls": Scene(scenes.troubled),
    "number": Scene(unjudged, ("enter",)),
    "lists": Scene(shelf_scenes.with_lists, ("2", "down")),
    "catalogue": Scene(
        lambda: refusing(
            a_house(), HomeError("catalog.toml cannot be read: Permission denied"), "catalogue"
        ),
        ("2", "plus"),
    ),
    "inside": Scene(
        lambda: refusing(
            a_house(), HomeError("the list spam-it is broken; it is fetched anew"), "list_rows"
        ),
        ("2", "enter"),
    ),
    "mine": Scene(lambda: a_full_disk(shelf_scenes.with_entries()), ("3", "d")),
    "contacts": Scene(lambda: a_full_disk(shelf_scenes.with_contacts()), ("9", "d")),
    "books": Scene(shelf_scenes.with_books_in_trouble, ("9", "B")),
    "complaints": Scene(lambda: refusing(a_house(), ConfigError(WRONG), "complaints"), ("4",)),
    "letter": Scene(
        lambda: refusing(
            scenes.usual(), PortinaioError("there is no country pack for DE yet"), "report"
        ),
        ("r",),
    ),
    "form-fields": Scene(with_a_form_on_a_full_disk, ("r", "F", "enter", "w")),
    "lines": Scene(shelf_scenes.with_lines, ("5", "down")),
    "insight": Scene(
        lambda: refusing(a_house(), HomeError("the database cannot be read"), "insight"), ("6",)
    ),
    "settings": Scene(lambda: refusing(a_house(), ConfigError(WRONG), "settings"), ("7",)),
    "help": Scene(lambda: refusing(a_house(), ConfigError(WRONG), "settings"), ("8", "end")),
    "first-run": Scene(
        lambda: refusing(
            a_house(), HomeError("catalog.toml cannot be read: Permission denied"), "catalogue"
        ),
        ("f2",),
    ),
}

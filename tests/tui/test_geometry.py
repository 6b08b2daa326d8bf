"""Every screen at every size a terminal is likely to have, looked at by machine: what overlaps, which words are cut, which lines are empty.

One app a screen, and the terminal drawn larger and smaller while it runs.
"""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar
from textual.widgets import Static
from textual.widgets._toast import Toast, ToastRack

import portinaio.tui
from portinaio import language
from portinaio.tui.widgets.details_pane import DetailsPane
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth
from portinaio.tui.widgets.toast_place import under_cursor
from tui import scenes, states
from tui.terminal import painted, press, settled, until, visiting, words_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tui.states import Scene

WIDTHS = (60, 80, 81, 99, 100, 101, 120, 160, 200)
HEIGHTS = (24, 30, 50)
EVERY_SIZE = [(width, height) for width in WIDTHS for height in HEIGHTS]
EVERY_WIDTH = [(width, HEIGHTS[at % 3]) for at, width in enumerate(WIDTHS)]
SMALLEST = [(60, 24), (100, 30)]
LARGE = (240, 120)
DIALOGS = {
    "name": (("n",), "Prompt"),
    "delete": (("d",), "Confirm"),
    "try": (("enter", "t"), "TryScreen"),
    "register": (("i",), "Confirm"),
    "palette": (("colon",), "CommandPalette"),
    "help-beside": (("question_mark",), "CallsScreen"),
    "filter": (("slash",), "CallsScreen"),
    "filter of entries": (("3", "slash"), "EntriesScreen"),
    "recipient": (("r", "W"), "RecipientScreen"),
    "basis": (("r", "K"), "BasisScreen"),
    "entry": (("3", "plus"), "AddScreen"),
    "line": (("5", "plus"), "NewLineScreen"),
    "contact": (("9", "plus"), "ContactScreen"),
    "theme": (("7", *["down"] * 10, "enter"), "Choice"),
    "import": (("I",), "ImportScreen"),
}
IN_PASSING = [(60, 24), (80, 24), (100, 30)]
"""Of what stands there in other languages too."""
WORD = re.compile(r"[^\W_]{2,}")
HOURS = frozenset(
    f"{hour:02d}" for hour in range(24)
)  # fewer or more beside a plot, as it has room
BORDERS = str.maketrans(dict.fromkeys("│╭╮╰╯─▌▐▊▎▔▁", " "))


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is painted between two sizes, as nobody looks: the screen is drawn when it is asked what stands on it."""

    def cleared(screen: Screen[object]) -> None:
        screen._compositor._dirty_regions.clear()
        screen._dirty_widgets.clear()

    monkeypatch.setattr(Screen, "_compositor_refresh", cleared)


async def resize(pilot: Pilot[int], size: tuple[int, int]) -> None:
    screen = pilot.app.screen
    if screen.size != size:
        await pilot.resize_terminal(*size)
    await until(pilot, lambda: screen.size == size == screen._compositor.size)
    await pilot._wait_for_screen()
    await painted(pilot)


def parts(pilot: Pilot[int]) -> list[Widget]:
    """What has no parts of its own, of the screen on top."""
    return [
        widget
        for widget in pilot.app.screen._compositor.visible_widgets
        if not any(child.display for child in widget.children)
        and widget.parent is not None
        and not isinstance(widget, ScrollBar)  # part of what it scrolls
    ]


def overlaps(pilot: Pilot[int]) -> list[str]:
    places = pilot.app.screen._compositor.visible_widgets
    seen = [(one, places[one][0].intersection(places[one][1])) for one in parts(pilot)]
    return [
        f"{one} and {other}"
        for (one, first), (other, second) in combinations(seen, 2)
        if first.overlaps(second)
        and not {"Toast", "ToastRack"} & {type(one).__name__, type(other).__name__}
    ]


@cache
def sentences(tongue: str) -> frozenset[str]:
    path = f"{portinaio.__path__[0]}/locale/{tongue}/LC_MESSAGES/portinaio.po"
    with Path(path).open("rb") as file:
        catalogue = read_po(file, locale=tongue)
    texts = [text for one in catalogue for text in (one.id, one.string) if text]
    flat = [part for text in texts for part in ([text] if isinstance(text, str) else text)]
    return frozenset(WORD.findall(" ".join(flat)))


def said(pilot: Pilot[int]) -> str:
    """What the parts of the screen were given to say, whatever they show of it."""
    texts = []
    for widget in pilot.app.screen.walk_children(with_self=True):
        texts += [str(widget.border_title or ""), str(widget.border_subtitle or "")]
        if isinstance(widget, Static):
            texts.append(str(widget.content))
    return "\n".join(texts)


def cut_words(pilot: Pilot[int], seen: str, known: frozenset[str]) -> list[str]:
    """Words on the screen that nobody wrote so; what ends with an ellipsis says itself that there is more."""
    return [
        f"{found[0]!r} in {line.strip()!r}"
        for line in _on_top(pilot, seen)
        for found in WORD.finditer(line)
        if line[found.end() : found.end() + 1] != "…" and found[0] not in known
    ]


def _on_top(pilot: Pilot[int], seen: str) -> list[str]:
    """The lines of the screen, without what lies below a question."""
    lines = seen.translate(BORDERS).splitlines()
    if not isinstance(pilot.app.screen, ModalScreen):
        return lines
    box = next(one for one in pilot.app.screen.children if not isinstance(one, ToastRack)).region
    return [line[box.x : box.right] for line in lines[box.y : box.bottom]]


def blank_lines(pilot: Pilot[int]) -> list[str]:
    """Plots have no blank line, and texts no more of them than they were given."""
    found = []
    for widget in parts(pilot):
        if isinstance(widget, DrawnToWidth | Static) and widget.size.height:
            strips = [widget.render_line(y).text for y in range(widget.size.height)]
            while isinstance(widget.parent, DetailsPane) and strips and not strips[-1].strip():
                strips.pop()  # below its text the pane is filled
            shown = sum(not strip.strip() for strip in strips)
            text = widget.render() if isinstance(widget, DrawnToWidth) else widget.content
            given = sum(not line.strip() for line in str(text).split("\n"))
            if shown > given and str(text).strip():
                found.append(f"{widget}: {shown} blank lines of {given}")
    return found


def rows() -> Iterator[object]:
    kinds = {
        "usual": (states.USUAL, EVERY_SIZE),
        "empty": (states.EMPTY, SMALLEST),
        "trouble": (states.TROUBLE, SMALLEST),
    }
    for name, (scenes_, sizes) in kinds.items():
        for screen, scene in scenes_.items():
            yield pytest.param(scene, "en", sizes, id=f"{screen} {name}")
            if sizes is SMALLEST:
                yield pytest.param(scene, "it", IN_PASSING, id=f"{screen} {name} in Italian")
                yield pytest.param(scene, "de", IN_PASSING, id=f"{screen} {name} in German")
    for screen, scene in states.USUAL.items():
        yield pytest.param(scene, "it", EVERY_WIDTH, id=f"{screen} in Italian")
        yield pytest.param(scene, "de", EVERY_WIDTH, id=f"{screen} in German")
    for screen, scene in states.FURTHER.items():
        yield pytest.param(scene, "en", EVERY_SIZE, id=f"{screen} usual")
        yield pytest.param(scene, "de", EVERY_WIDTH, id=f"{screen} in German")
        yield pytest.param(scene, "it", IN_PASSING, id=f"{screen} in Italian")
    for dialog, (keys, screen) in DIALOGS.items():
        scene = states.Scene(scenes.usual, keys, screen)
        yield pytest.param(scene, "it", EVERY_WIDTH, id=f"{dialog} over it, in Italian")
        yield pytest.param(scene, "de", IN_PASSING, id=f"{dialog} over it, in German")
        yield pytest.param(scene, "en", IN_PASSING, id=f"{dialog} over it")


def screens_there_are() -> set[str]:
    """Those that stand before somebody, and not what several of them have in common."""
    for module in pkgutil.walk_packages(portinaio.tui.__path__, "portinaio.tui."):
        import_module(module.name)
    found, left = set(), [Screen]
    while left:
        below = left.pop().__subclasses__()
        left += below
        found |= {
            one.__name__
            for one in below
            if one.__module__.startswith("portinaio.tui.") and not one.__subclasses__()
        }
    return found


def test_every_screen_and_every_dialog_is_among_them():
    scenes_ = [*states.USUAL.values(), *states.FURTHER.values()]
    looked_at = {scene.screen for scene in scenes_} | {screen for _keys, screen in DIALOGS.values()}

    assert screens_there_are() - looked_at == set()


def off_the_middle(pilot: Pilot[int]) -> list[str]:
    """Whether a dialog of ours stands elsewhere."""
    return [
        f"{box.region} stands in no middle of {pilot.app.screen.size}"
        for box in pilot.app.screen.query(".dialog")
        if abs(box.region.x - (pilot.app.screen.size.width - box.region.right)) > 1
        or abs(box.region.y - (pilot.app.screen.size.height - box.region.bottom)) > 1
    ]


@pytest.mark.usefixtures("unpainted")
@pytest.mark.parametrize(("scene", "tongue", "sizes"), rows())
async def test_nothing_overlaps_and_nothing_is_cut_at_any_size(
    scene: Scene, tongue: str, sizes: list[tuple[int, int]]
):
    wrong = []
    language.use(tongue)
    try:
        async with visiting(scene.house(), size=LARGE) as pilot:
            await press(pilot, *scene.keys)
            assert scene.screen in {"", type(pilot.app.screen).__name__}
            known = (
                frozenset(WORD.findall(f"{words_on(pilot)} {said(pilot)}"))
                | HOURS
                | sentences(tongue if tongue != "en" else "it")
            )
            for size in sizes:
                await resize(pilot, size)
                seen, here = words_on(pilot), known | frozenset(WORD.findall(said(pilot)))
                faults = [*overlaps(pilot), *cut_words(pilot, seen, here)]
                faults += [*blank_lines(pilot), *off_the_middle(pilot)]
                wrong += [f"{size[0]} x {size[1]}: {fault}" for fault in faults]
    finally:
        language.use("en")

    assert not wrong, "\n".join(wrong[:20])


LONG = {
    "en": "The complaint was written to a file that only its owner can read, beside the one of the day before. ",
    "de": "Die Anschlussinhaberdatenschutzbeschwerde wurde in eine Datei geschrieben, die nur ihr Besitzer lesen kann. ",
}
UNDER_CURSOR = {
    "calls": (scenes.usual, (), ("end", "up", "home")),
    "complaints": (scenes.cabinet, ("4",), ("end", "home")),
    "settings": (scenes.usual, ("7",), ("end", "home")),
    "filter": (scenes.usual, ("slash",), ("5",)),
    "value of a setting": (scenes.usual, ("7", "enter"), ("x",)),
    "answer to a gap": (states.with_gaps, ("r", "enter"), ("x",)),
    "list of answers": (states.with_a_choice, ("r", "enter"), ("down",)),
    "question": (scenes.usual, ("n",), ("x",)),
    "yes or no": (scenes.usual, ("d",), ("left", "right")),
    "choice": (states.with_recipients, ("r", "W"), ("down",)),
    "new entry": (scenes.usual, ("3", "plus"), ("5",)),
}
"""Where keys mean something on the screen: the house, the way there, and keys that move the cursor or type."""


def toasts_on(pilot: Pilot[int]) -> list[Region]:
    """What is seen of them."""
    seen = pilot.app.screen._compositor.visible_widgets
    places = [seen[one] for one in pilot.app.screen.query(Toast) if one in seen]
    return [region.intersection(clip) for region, clip in places]


@pytest.mark.parametrize("tongue", LONG)
@pytest.mark.parametrize("place", UNDER_CURSOR)
async def test_no_notice_lies_over_what_the_cursor_is_on_at_any_size(place: str, tongue: str):
    house, way, keys = UNDER_CURSOR[place]
    covered = []
    async with visiting(house(), size=LARGE, notifications=True) as pilot:
        await press(pilot, *way)
        for size in EVERY_SIZE:
            await resize(pilot, size)
            for key in keys:
                for times in (1, 2, 4):
                    pilot.app.notify(LONG[tongue] * times)
                await press(pilot, key)
                await until(pilot, lambda: bool(toasts_on(pilot)))
                rows, toasts = under_cursor(pilot.app.focused), toasts_on(pilot)

                assert rows is not None
                covered += [(size, key) for region in toasts if region.overlaps(rows)]
                pilot.app.clear_notifications()
                await settled(pilot)

    assert covered == []

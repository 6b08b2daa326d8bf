"""Why a letter says what it says: each sentence with whence it is known, and the law that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.complaints.letter_text import day
from portinaio.tui.escape import plain
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import BasisAnswer

FAINT = "$foreground 70%"


class BasisScreen(ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "#basis"

    def __init__(self, basis: Sequence[BasisAnswer], *, mask: bool) -> None:
        super().__init__()
        self._basis = list(basis)
        self._mask = mask
        back = Binding("escape", "dismiss", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Why does it say this?")
            box.border_subtitle = hint(_("esc back"), "screen.dismiss")
            with VerticalScroll(id="basis"):
                yield Static(Content("\n\n").join(map(self._told, self._basis)))

    def _told(self, one: BasisAnswer) -> Content:
        sentence = plain(format_number.mask_letter(one["sentence"], mask=self._mask))
        why = [*_whence(one), plain(one["cite"])]
        return Content.assemble(sentence, "\n", (f"  {' · '.join(filter(None, why))}", FAINT))


def _whence(one: BasisAnswer) -> list[str]:
    """The weakest first; then what else it rests on, and where and when you said what you say."""
    weakest = {
        "observed": _("observed: the log has it"),
        "stated": _("stated: you say it"),
        "derived": _("derived: it follows from dates and the law"),
    }
    besides = {
        "profile": _("your profile"),
        "answers": _("your answers"),
        "company": _("the company book"),
        "letters": _("earlier letters"),
        "log": _("the log"),
    }
    found = {ground["where"] for ground in one["grounds"]}
    days = {
        where: sorted({g["on"] for g in one["grounds"] if g["where"] == where and g["on"]})
        for where in found
    }
    if one["rests_on"] == "observed":
        found -= {"log"}
    more = [
        " ".join(filter(None, (said, ", ".join(map(day, days[where])))))
        for where, said in besides.items()
        if where in found
    ]
    return [weakest.get(one["rests_on"], plain(one["rests_on"])), *more]

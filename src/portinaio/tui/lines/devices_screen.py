"""The telephones and routers that ask Portinaio: who they are, one more with its QR code, and one less."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from portinaio.api.qr_code import qr_code
from portinaio.language import _, formatting
from portinaio.language.terms import DEVICE_BOOKS, DEVICE_RIGHTS, ENTRY_KINDS, term
from portinaio.tui.escape import plain
from portinaio.tui.lines.export_screen import ExportScreen
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.themes import DOTS, MUTED
from portinaio.tui.widgets.dialogs import Confirm, Prompt, hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import DeviceAnswer, ExportedDeviceAnswer, NewDeviceAnswer
    from portinaio.tui.session import Session

SPAMBLOCKER = "spamblocker"


class DevicesScreen(RequestScreen, ModalScreen[None]):
    AUTO_FOCUS: ClassVar[str] = "OptionList"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._devices: list[DeviceAnswer] = []
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("plus", "add", _("Add"), id="device_add"),
            Binding("ctrl+s", "export", "SpamBlocker", id="device_export"),
            Binding("d", "revoke", _("Revoke"), id="device_revoke"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Telephones and routers")
            box.border_subtitle = hint(
                _("+ lets one in, d revokes, ^s SpamBlocker, esc back"),
                "screen.add",
                "screen.revoke",
                "screen.export",
                "screen.dismiss",
            )
            yield OptionList(compact=True)
            yield Static(id="device")

    def on_mount(self) -> None:
        self._read()

    def on_option_list_option_highlighted(self) -> None:
        self._tell()

    def action_add(self) -> None:
        def named(name: str | None) -> None:
            if name:
                self.request(lambda client: client.add_device(name), self._added)

        title, told = _("A device that may ask"), _("a name without spaces, such as anna-phone")
        self.app.push_screen(Prompt(title, "", told), named)

    def action_export(self) -> None:
        def named(name: str | None) -> None:
            if name is not None:
                self.request(
                    lambda client: client.export_device(SPAMBLOCKER, name or None), self._exported
                )

        told = _("a name without spaces, such as anna-phone")
        self.app.push_screen(Prompt(_("A telephone with SpamBlocker"), SPAMBLOCKER, told), named)

    def _exported(self, device: ExportedDeviceAnswer) -> None:
        self._read()
        self.app.push_screen(ExportScreen(device))

    def action_revoke(self) -> None:
        device = self._chosen
        if device is None:
            return
        name = device["name"]

        def said(yes: bool | None) -> None:
            if yes:
                self.request(lambda client: client.revoke_device(name), lambda _gone: self._read())

        asked = _("Let %(name)s ask no more?") % {"name": plain(name)}
        text = _("From this moment its token opens nothing. What it reported and allowed stays.")
        self.app.push_screen(Confirm(asked, text, _("Revoke it")), said)

    @property
    def _chosen(self) -> DeviceAnswer | None:
        at = self.query_one(OptionList).highlighted
        return self._devices[at] if at is not None and at < len(self._devices) else None

    def _read(self) -> None:
        self.request(lambda client: client.devices(), self._take, "devices", latest=True)

    def _take(self, devices: list[DeviceAnswer]) -> None:
        self._devices = devices
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(Content(plain(one["name"]))) for one in devices])
        rows.display = bool(devices)
        if devices:
            rows.highlighted = 0
            rows.focus()
        self._tell()

    def _added(self, device: NewDeviceAnswer) -> None:
        self._read()
        self.app.push_screen(TokenScreen(device))

    def _tell(self) -> None:
        device = self._chosen
        text = (
            Content(_("No device may ask yet."))
            if device is None
            else Content("\n").join(_told(device))
        )
        self.query_one("#device", Static).update(text)


class TokenScreen(ModalScreen[None]):
    """A token, which nobody can show again."""

    AUTO_FOCUS: ClassVar[str] = "#token"

    def __init__(self, device: NewDeviceAnswer) -> None:
        super().__init__()
        self._device = device
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("y", "copy", _("Copy"), id="copy"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("%(name)s may ask now") % {"name": plain(self._device["name"])}
            box.border_subtitle = hint(
                _("y copies the token, esc back"), "screen.copy", "screen.dismiss"
            )
            with VerticalScroll(id="token"):
                yield Static(Content("\n").join(self._lines()))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._device["token"])
        self.notify(_("The token is copied."), markup=False)

    def _lines(self) -> Sequence[Content]:
        device = self._device
        token = Content.assemble((_("token, shown this once"), MUTED), "\n", device["token"])
        if device["page"] is None:
            off = _(
                "The gateway is off, so nothing can be asked yet: write [gateway] and below it"
                ' listen = "%(listen)s" into config.toml, and start the daemon anew.'
            )
            return [token, Content(), Content(off % {"listen": plain(device["listen"])})]
        dots = [Content.styled(line, DOTS) for line in qr_code(device["page"])]
        place = Content.assemble((_("address"), MUTED), "\n", plain(device["address"] or ""))
        return [*dots, token, place]


def _told(device: DeviceAnswer) -> list[Content]:
    seen, nothing = device["seen"], _("nothing")
    asked = formatting.moment(datetime.fromisoformat(seen)) if seen else _("never")
    rights = ", ".join(term(one, DEVICE_RIGHTS) for one in device["rights"])
    books = ", ".join(
        [*(term(one, DEVICE_BOOKS) for one in device["books"]), *map(plain, device["lists"])]
    )
    told = [
        Content.assemble((f"{_('may')} ", MUTED), rights or nothing),
        Content.assemble((f"{_('given')} ", MUTED), books or nothing),
        Content.assemble((f"{_('asked last')} ", MUTED), asked),
    ]
    deeds = [
        Content(f"{term(deed['kind'], ENTRY_KINDS)} {plain(deed['number'])}")
        for deed in device["deeds"][-5:]
    ]
    return [*told, *deeds]

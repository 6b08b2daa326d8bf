"""What is to be done at a telephone or a SIM so that its calls are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Step
from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BLUETOOTH = (
    Step(
        msg("The telephone and this computer"),
        (
            msg("Bluetooth → pair the two"),
            msg("on the telephone, settings of this computer: [x] calls"),
        ),
    ),
)
_STEPS = {
    "pipewire": _BLUETOOTH,
    "bluez": _BLUETOOTH,
    "kdeconnect": (
        Step(
            msg("This computer"),
            (msg("KDE Connect runs, in the same network as the telephone"),),
        ),
        Step(
            msg("The telephone (Android): the app KDE Connect"),
            (
                msg("choose this computer → [ Pair ], and accept it on the computer"),
                msg("[x] Telephony notifier; let the app see calls and contacts"),
                msg("it tells who calls, and cannot hang up"),
            ),
        ),
    ),
    "ofono": (
        Step(
            msg("This computer"),
            (
                msg("oFono has the telephone or the SIM, and shows it with"),
                Message("  busctl --system tree org.ofono"),
            ),
        ),
    ),
    "modemmanager": (
        Step(
            msg("This computer"),
            (
                msg("put the SIM in; the modem must have a voice part, which many lack:"),
                Message("  mmcli -m any"),
                msg("the daemon may need ModemManager's leave to hang up (polkit)"),
            ),
        ),
    ),
}


def other_side(keys: Mapping[str, Any]) -> Iterator[Step]:
    yield from _STEPS.get(str(keys.get("via") or "modemmanager"), ())
    yield Step(
        msg("The provider: who calls"),
        (msg("[x] show the caller's number (CLIP)"),),
    )

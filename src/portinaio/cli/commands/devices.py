"""`devices`: the telephones, routers and dial plans that ask the gateway."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.api.qr_code import qr_code
from portinaio.cli.table import table
from portinaio.cli.terminal import Verbatim
from portinaio.language import _, formatting
from portinaio.language.choices import code_of, said
from portinaio.language.terms import DEVICE_BOOKS, DEVICE_RIGHTS, ENTRY_KINDS, EXPORTED, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import DeviceAnswer, ExportedDeviceAnswer, NewDeviceAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


NOTHING = "nothing"
APPS = {"spamblocker": "SpamBlocker"}


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio devices add anna-phone",
        "portinaio devices add tablet --may look_up --may calls",
        "portinaio devices add router --give block --give contacts",
        "portinaio devices add tablet --give block --give spam-it",
        "portinaio devices revoke anna-phone",
        "portinaio devices export spamblocker",
    )
    parser.add_subcommand("list", _("which there are; the same without a word"))
    add = parser.add_subcommand("add", _("let a device ask; its token is shown this once"))
    add.add_argument("name", metavar=_("NAME"))
    add.add_argument(
        "--may",
        action="append",
        choices=tuple(DEVICE_RIGHTS),
        help=_("what it may do; several times for several, everything where it is left out"),
    )
    add.add_argument(
        "--give",
        action="append",
        metavar=f"{{{','.join(map(said, (*DEVICE_BOOKS, NOTHING)))}}}|{_('LIST')}",
        help=_(
            "what it is given to keep: the numbers you block, which it is where this is left out, your contacts, or a"
            " subscribed list by its name"
        ),
    )
    export = parser.add_subcommand(
        "export", _("let an app ask, and write what it imports to do so; its token is in it")
    )
    export.add_argument("app", choices=tuple(APPS))
    export.add_argument(
        "name", nargs="?", metavar=_("NAME"), help=_("of the telephone; left out, as the app")
    )
    for subcommand, summary in (
        ("show", _("one device, and what it has reported and allowed")),
        ("revoke", _("let it ask no more, at once")),
    ):
        parser.add_subcommand(subcommand, summary).add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "add":
            added = context.client.add_device(given.name, given.may, *_given(given.give))
            return context.answer(added, _added(added))
        case "export":
            exported = context.client.export_device(given.app, given.name)
            return context.answer(exported, _exported(exported, APPS[given.app]))
        case "show":
            device = context.client.device(given.name)
            return context.answer(device, _shown(device))
        case "revoke":
            gone = context.client.revoke_device(given.name)
            said = _("%(name)s may ask no more; what it reported and allowed stays")
            return context.answer(gone, [said % {"name": gone["name"]}])
        case _:
            return _show(context)


def _given(words: list[str] | None) -> tuple[list[str] | None, list[str]]:
    """Books and lists; a book by its word in any language, too."""
    if words is None:
        return None, []
    known = (*DEVICE_BOOKS, NOTHING)
    meant = {one: code_of(one, known) for one in words}
    lists = [one for one, code in meant.items() if code is None]
    return [code for code in meant.values() if code in DEVICE_BOOKS], lists


def _show(context: CommandContext) -> int:
    devices = context.client.devices()
    if not devices and not context.json:
        context.say(_("No device may ask. portinaio devices add NAME lets a telephone in."))
        return 0
    head = (_("name"), _("may"), _("is given"), _("asked last"))
    return context.answer(devices, table(head, map(_row, devices)))


def _row(device: DeviceAnswer) -> tuple[str, str, str, str]:
    seen = device["seen"]
    return (
        device["name"],
        _rights(device),
        _books(device),
        formatting.moment(datetime.fromisoformat(seen)) if seen else _("never"),
    )


def _rights(device: DeviceAnswer) -> str:
    return ", ".join(term(one, DEVICE_RIGHTS) for one in device["rights"]) or _("nothing")


def _books(device: DeviceAnswer) -> str:
    given = [*(term(one, DEVICE_BOOKS) for one in device["books"]), *device["lists"]]
    return ", ".join(given) or _("nothing")


def _added(device: NewDeviceAnswer) -> Iterator[str]:
    yield _("%(name)s may ask now. Its token is shown this once:") % {"name": device["name"]}
    yield device["token"]
    if device["page"] is None:
        yield _(
            "The gateway is off, so nothing can be asked yet: write [gateway] and below it"
            ' listen = "%(listen)s" into config.toml, and start the daemon anew.'
        ) % {"listen": device["listen"]}
        return
    yield ""
    yield from map(Verbatim, qr_code(device["page"]))
    yield _("Its page: %(address)s") % {"address": device["page"]}
    yield _("For apps: address %(address)s, user %(name)s, the token as password") % {
        "address": device["address"],
        "name": device["name"],
    }


def _exported(device: ExportedDeviceAnswer, app: str) -> Iterator[str]:
    yield _(
        "%(name)s may ask now, with its token in these texts, shown this once. Each goes where %(app)s shows Import;"
        " the telephone's camera reads it too, to be copied."
    ) % {"name": device["name"], "app": app}
    for which, text in device["texts"].items():
        yield ""
        yield term(which, EXPORTED)
        yield Verbatim(text)
        yield from map(Verbatim, qr_code(text))


def _shown(device: DeviceAnswer) -> Iterator[str]:
    yield device["name"]
    yield _("may: %(rights)s") % {"rights": _rights(device)}
    yield _("given: %(books)s") % {"books": _books(device)}
    yield _("since %(day)s") % {
        "day": formatting.day(datetime.fromisoformat(device["created"])),
    }
    for deed in device["deeds"]:
        at = formatting.moment(datetime.fromisoformat(deed["at"]))
        yield f"{at}  {term(deed['kind'], ENTRY_KINDS)}  {deed['number']}"

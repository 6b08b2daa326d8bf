"""The devices that ask the gateway: made, shown and revoked on this computer alone."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from portinaio.api.requests.devices import DeviceRequests
from portinaio.config.validate import NAME
from portinaio.core.logged import IMPORTED
from portinaio.core.message import msg
from portinaio.daemon.answers import iso
from portinaio.daemon.diagnosis.gateway_address import gateway_address, listen_at
from portinaio.daemon.dispatch import handles
from portinaio.daemon.files import spamblocker
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.devices.device import BLOCK, BOOKS, RIGHTS, Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import DeviceAnswer, ExportedDeviceAnswer, NewDeviceAnswer
    from portinaio.daemon.context import Context
    from portinaio.store.devices.device import Deed

MOST_DEVICES = 100  # of a house
MOST_LISTS = 20  # of a device
TOKEN_BYTES = 32


@handles(DeviceRequests.devices)
def devices(context: Context) -> list[DeviceAnswer]:
    deeds = context.store.devices.deeds()
    return [_answer(each, deeds) for each in context.store.devices.all()]


@handles(DeviceRequests.add_device)
def add_device(
    context: Context,
    name: str,
    rights: Sequence[str] | None = None,
    books: Sequence[str] | None = None,
    lists: Sequence[str] = (),
) -> NewDeviceAnswer:
    name = name.strip()
    _refuse_name(context, name)
    _refuse_lists(context, lists)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = Device(
        name,
        digest_of(token),
        frozenset(RIGHTS if rights is None else rights),
        frozenset((BLOCK,) if books is None else books),
        context.now(),
        lists=frozenset(lists),
    )
    if not context.store.devices.add(device):
        raise UsageError(
            msg(
                "there is a device called %(name)s; choose another name, or revoke that one first",
                name=name,
            )
        )
    _changed(context)
    address = gateway_address(context.home)
    page = f"{address}/#{token}" if address else None
    return {
        **_answer(device, ()),
        "token": token,
        "address": address,
        "listen": listen_at(context.home),
        "page": page,
    }


@handles(DeviceRequests.export_device)
def export_device(context: Context, app: str, name: str | None = None) -> ExportedDeviceAnswer:
    if gateway_address(context.home) is None:
        raise UsageError(
            msg(
                "the gateway is off, so %(app)s cannot ask: write [gateway] and below it"
                ' listen = "%(listen)s" into config.toml, and start the daemon anew',
                app=app,
                listen=listen_at(context.home),
            )
        )
    added = add_device(context, name or app)
    assert added["address"] is not None
    return {**added, "texts": spamblocker.texts(added["address"], added["token"])}


@handles(DeviceRequests.device)
def device(context: Context, name: str) -> DeviceAnswer:
    return _answer(_device(context, name), context.store.devices.deeds())


@handles(DeviceRequests.revoke_device)
def revoke_device(context: Context, name: str) -> DeviceAnswer:
    gone = _device(context, name)
    answer = _answer(gone, context.store.devices.deeds())
    context.store.devices.remove(name, context.now())
    _changed(context)
    return answer


def digest_of(token: str) -> str:
    """Of 256 random bits a plain digest is as good as a slow one: nobody can guess them."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _refuse_name(context: Context, name: str) -> None:
    """`UsageError` for one that could not be told from a line."""
    if not NAME.fullmatch(name):
        raise UsageError(
            msg(
                "a device's name has at most 40 letters, digits, - and _, without spaces, not %(value)r",
                value=name[:60],
            )
        )
    if name in context.config.policies.lines or name == IMPORTED:
        raise UsageError(msg("a line is called %(name)s; give the device another name", name=name))
    if len(context.store.devices.all()) >= MOST_DEVICES:
        raise UsageError(msg("there are %(n)d devices already; revoke one first", n=MOST_DEVICES))


def _refuse_lists(context: Context, names: Sequence[str]) -> None:
    """`UsageError` for one that cannot be given, since there is none or nobody should block by it."""
    if len(names) > MOST_LISTS:
        raise UsageError(msg("a device is given at most %(n)d lists", n=MOST_LISTS))
    known = {each.name: each for each in context.config.lists}
    open_lists = (
        {each.name: each for each in context.open_lists.all()} if context.open_lists else {}
    )
    for name in names:
        if name not in known:
            raise UsageError(msg("there is no list called %(name)s; add it first", name=name[:60]))
        if name in BOOKS:
            raise UsageError(
                msg("a list called %(name)s cannot be given; give it another name", name=name)
            )
        if name in open_lists and open_lists[name].innocents:
            raise UsageError(
                msg(
                    "%(list)s holds numbers of public bodies, and whoever reads the file would block them",
                    list=name,
                )
            )


def _device(context: Context, name: str) -> Device:
    found = context.store.devices.get(name)
    if found is None:
        raise NotFoundError(msg("there is no device called %(name)s", name=name[:60]))
    return found


def publish_devices(context: Context) -> None:
    """They, or what they have done, are others than before."""
    publish(context, DeviceRequests.devices)


def _changed(context: Context) -> None:
    context.changed()
    publish_devices(context)


def _answer(device: Device, deeds: Sequence[Deed]) -> DeviceAnswer:
    return {
        "name": device.name,
        "rights": sorted(device.rights),
        "books": sorted(device.books),
        "lists": sorted(device.lists),
        "created": iso(device.created),
        "seen": iso(device.seen) if device.seen else None,
        "deeds": [
            {"number": deed.number, "kind": deed.kind.value, "at": iso(deed.at)}
            for deed in deeds
            if deed.device == device.name
        ],
    }

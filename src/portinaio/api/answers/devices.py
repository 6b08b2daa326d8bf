"""The devices that ask the gateway."""

from __future__ import annotations

from typing import TypedDict


class DeedAnswer(TypedDict):
    """What a device has done to one number, for as long as it counts."""

    number: str
    kind: str
    """`block` or `allow`."""
    at: str


class DeviceAnswer(TypedDict):
    name: str
    """Its calls are logged under this line."""
    rights: list[str]
    """Of `look_up`, `calls`, `report`."""
    books: list[str]
    """What it is given to keep, of `block`, `contacts`."""
    lists: list[str]
    """The subscribed lists that it is given, by name."""
    created: str
    seen: str | None
    """When it asked last, to the minute."""
    deeds: list[DeedAnswer]


class NewDeviceAnswer(DeviceAnswer):
    token: str
    """Told this once."""
    address: str | None
    """Of the gateway, as a telephone of the same network reaches it; `None` while it is off."""
    listen: str
    """Where the gateway listens, or could where it is off: this computer's address in its network."""
    page: str | None
    """The address of the page for telephones, with the token behind a `#`, which no server is sent."""


class ExportedDeviceAnswer(NewDeviceAnswer):
    texts: dict[str, str]
    """What the app imports, with address and token: `query`, `report`, `workflow`."""

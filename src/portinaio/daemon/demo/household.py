"""What the invented household is: people, rules, callers and complaints, as the file beside this says."""

from __future__ import annotations

from importlib import resources
from typing import Literal

import msgspec

FILE = "household.toml"


class Contact(msgspec.Struct, frozen=True):
    name: str
    number: str


class HouseEntry(msgspec.Struct, frozen=True):
    pattern: str
    kind: Literal["block", "allow"]
    note: str = ""


class HouseList(msgspec.Struct, frozen=True):
    """A list of others, with every number from `first` on."""

    name: str
    first: str
    numbers: int


class Caller(msgspec.Struct, frozen=True, rename={"number": "from"}):
    number: str
    days: tuple[int, ...]
    """How many days ago it called."""
    at: tuple[str, ...]
    """Times such as 18:40, in turn; all of them each day where `all` says so."""
    rings_s: float
    talks_s: float = 0
    """Where somebody was let through and answered."""
    all: bool = False
    name: str = ""
    presentation: Literal["allowed", "restricted"] = "allowed"
    attestation: Literal["none", "failed"] = "none"


class Complaint(msgspec.Struct, frozen=True):
    """About the calls of `caller` until the day on which it is drafted; days ago, like all days here."""

    caller: str
    drafted: int
    company: str
    values: dict[str, str]
    pec: str = ""
    sent: int | None = None
    means: Literal["pec", "email", "registered"] = "pec"
    received: int | None = None
    answered: int | None = None
    insufficient: int | None = None
    point: str = ""
    refused: int | None = None
    closed: int | None = None
    next: str = ""
    """Whom the letter that followed went to, on the day `followed`."""
    followed: int | None = None


class Household(msgspec.Struct, frozen=True):
    line: str
    profile: dict[str, str]
    contact: tuple[Contact, ...]
    entry: tuple[HouseEntry, ...]
    list: HouseList
    caller: tuple[Caller, ...]
    complaint: tuple[Complaint, ...]


def the_household() -> Household:
    file = resources.files(__package__).joinpath(FILE)
    return msgspec.toml.decode(file.read_bytes(), type=Household)

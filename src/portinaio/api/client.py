"""What a window can ask and do: every request, as a method with its types."""

from __future__ import annotations

from portinaio.api.requests.backup import BackupRequests
from portinaio.api.requests.calls import CallRequests
from portinaio.api.requests.companies import CompanyRequests
from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.api.requests.contacts import ContactRequests
from portinaio.api.requests.devices import DeviceRequests
from portinaio.api.requests.drafts import DraftRequests
from portinaio.api.requests.entries import EntryRequests
from portinaio.api.requests.family import FamilyRequests
from portinaio.api.requests.files import FileRequests
from portinaio.api.requests.judging import JudgingRequests
from portinaio.api.requests.lines import LineRequests
from portinaio.api.requests.lists import ListRequests
from portinaio.api.requests.notify import NotifyRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.api.requests.settings import SettingsRequests
from portinaio.api.requests.sharing import SharingRequests
from portinaio.api.requests.sites import SiteRequests

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Self


class Client(
    JudgingRequests,
    ServiceRequests,
    CallRequests,
    EntryRequests,
    ContactRequests,
    ListRequests,
    FileRequests,
    LineRequests,
    NotifyRequests,
    DraftRequests,
    ComplaintRequests,
    CompanyRequests,
    SettingsRequests,
    BackupRequests,
    SharingRequests,
    DeviceRequests,
    SiteRequests,
    FamilyRequests,
):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.transport.close()

    @property
    def daemon(self) -> bool:
        return self.transport.daemon

    def events(self) -> Iterator[tuple[str, Any]]:
        return self.transport.events()

"""The telephones, routers and dial plans that ask the gateway."""

from __future__ import annotations

from portinaio.api.request import HERE, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import DeviceAnswer, ExportedDeviceAnswer, NewDeviceAnswer
    from portinaio.api.parameters import DeviceApp, DeviceBook, DeviceRight


class DeviceRequests(Requests):
    @request("GET", "/v1/devices", "Devices that may ask the gateway", callers=(HERE,))
    def devices(self) -> list[DeviceAnswer]: ...

    @request("POST", "/v1/devices", "Let a device ask the gateway", callers=(HERE,))
    def add_device(
        self,
        name: str,
        rights: Sequence[DeviceRight] | None = None,
        books: Sequence[DeviceBook] | None = None,
        lists: Sequence[str] = (),
    ) -> NewDeviceAnswer:
        """The answer holds its token, which is kept nowhere and told this once. Where `rights` are left out it has all of them;
        where `books` are, it is given the numbers that the house blocks. `lists` are subscribed ones, by name.
        """

    @request("POST", "/v1/devices/export", "Let an app ask the gateway", callers=(HERE,))
    def export_device(self, app: DeviceApp, name: str | None = None) -> ExportedDeviceAnswer:
        """A new device with every right, given the numbers that the house blocks, and texts that set up the app to ask as it."""

    @request("GET", "/v1/devices/{name}", "One device, and what it has done", callers=(HERE,))
    def device(self, name: str) -> DeviceAnswer: ...

    @request("DELETE", "/v1/devices/{name}", "Let a device ask no more", callers=(HERE,))
    def revoke_device(self, name: str) -> DeviceAnswer:
        """From this moment its token opens nothing. What it reported and allowed stays."""

"""By which key a FRITZ!Box is known: it makes its certificate itself, so nobody vouches for it.

What counts is the key that config.toml names, or else the one that the box showed when it was asked for the first time. It is
looked at before a word is said, so that somebody else at the address of the box hears no password.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.atomic_write import write_atomically
from portinaio.core.message import msg
from portinaio.errors import ProtocolError
from portinaio.lines.fritzbox.box_troubles import BoxError
from portinaio.lines.key_problems import pinned_key
from portinaio.lines.sip.servers.certificates import key_of

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter

    from portinaio.lines.fritzbox.settings import FritzBoxSettings


class BoxKey:
    """Of one line. `folder` is where it is remembered; empty: nowhere."""

    def __init__(self, settings: FritzBoxSettings, folder: str) -> None:
        self._settings = settings
        self._file = Path(folder, f"{settings.name}.box-key") if folder else None

    def check(self, certificate: bytes) -> None:
        """`BoxError` where it is another than before; remembered where there was none."""
        own = self._settings
        try:
            shown = key_of(certificate)
        except ProtocolError as error:
            raise BoxError(
                msg("%(host)s shows no certificate that can be read", host=own.address)
            ) from error
        known = pinned_key(own.tls_pin) or self._remembered()
        if not known:
            self._remember(shown)
        elif known != shown:
            raise BoxError(
                msg(
                    "%(name)s shows the key sha256:%(key)s, and so far it was sha256:%(pin)s; if your box got a new one, as"
                    " when it was set back, set tls_pin of line %(line)s to that, else somebody is between you and it",
                    name=own.address,
                    key=shown,
                    pin=known,
                    line=own.name,
                ),
                refused=True,
            )

    def _remembered(self) -> str:
        """Of this address; empty where nothing is, or nothing that can be read."""
        if self._file is None:
            return ""
        try:
            with self._file.open(encoding="ascii") as file:
                address, _, key = file.read(1000).strip().rpartition(" ")
        except (OSError, ValueError):
            return ""
        return pinned_key(key) or "" if address == self._settings.address else ""

    def _remember(self, key: str) -> None:
        if self._file:
            try:
                write_atomically(self._file, f"{self._settings.address} sha256:{key}\n".encode())
            except OSError as error:
                raise BoxError(
                    msg("the key of %(host)s cannot be remembered", host=self._settings.address)
                ) from error


def adapter(key: BoxKey) -> HTTPAdapter:
    """For a session of `requests`: each connection shows its key before anything is sent on it."""
    from requests.adapters import HTTPAdapter  # noqa: PLC0415  # comes with the library, an extra
    from urllib3.connection import HTTPSConnection  # noqa: PLC0415  # as above
    from urllib3.connectionpool import HTTPSConnectionPool  # noqa: PLC0415  # as above

    class Connection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            try:
                shown: bytes | None = self.sock.getpeercert(binary_form=True)  # type: ignore[union-attr]  # TLS stands
                key.check(shown or b"")
            except BoxError:
                self.close()
                raise

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *given: object, **named: object) -> None:
            super().init_poolmanager(*given, **named)  # type: ignore[arg-type]  # as they come
            self.poolmanager.pool_classes_by_scheme = {"https": Pool}

    return Adapter()

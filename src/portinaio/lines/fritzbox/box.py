"""A FRITZ!Box by TR-064: its lists, what it bars, and a telephone more. Each call waits for the box, some seconds at most.

The library is an extra, and heavy; it asks nobody but the box. Where a list lies the box says itself: only the path counts,
so that no answer sends us, and our password, anywhere else.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.lines.fritzbox.box_key import BoxKey, adapter
from portinaio.lines.fritzbox.box_troubles import BoxError, told
from portinaio.wire.fritzbox.barring import Barred, barred_of, entry
from portinaio.wire.fritzbox.records import RecordsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fritzconnection import FritzConnection

    from portinaio.lines.fritzbox.settings import FritzBoxSettings

ONTEL, VOIP, AUTH = "X_AVM-DE_OnTel1", "X_VoIP1", "X_AVM-DE_Auth1"
TIMEOUT_S = (5.0, 20.0)
"""To be connected, and between two pieces of an answer: a busy box takes ten seconds for a list."""
LARGEST_BYTES = 16 << 20  # of a list
HTTP_PORT, TLS_PORT = 49_000, 49_443
SECOND_FACTOR, BUSY = "866", "868"
_TOKEN = re.compile(r"[A-Za-z0-9+/=._-]{1,200}", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,5}", re.ASCII)
_CONFIRMED = (
    '<s:Header><avm:token xmlns:avm="avm.de" s:mustUnderstand="1">{}</avm:token></s:Header>'
)


class Phonebook(NamedTuple):
    id: str
    name: str


class NewTelephone(NamedTuple):
    username: str
    password: str
    name: str
    """As the box shows it."""


class SecondFactor(NamedTuple):
    """What the box waits for before it makes a telephone."""

    token: str
    methods: tuple[str, ...]
    """`button`, or `dtmf;*12345`."""


class Box:
    """Opened by the first question; for one thread at a time."""

    def __init__(self, settings: FritzBoxSettings, password: str, folder: str = "") -> None:
        """`folder` is where the key of the box is remembered."""
        self._settings = settings
        self._key = BoxKey(settings, folder)
        self._password = password
        self._opened: FritzConnection | None = None

    @property
    def address(self) -> str:
        """By which one box is told from another."""
        return self._settings.address

    def call_list(self) -> bytes:
        """As XML; newest first."""
        return self._list(self._ask(ONTEL, "GetCallList").get("NewCallListURL"))

    def phonebooks(self) -> list[Phonebook]:
        ids = str(self._ask(ONTEL, "GetPhonebookList")["NewPhonebookList"])
        found = []
        for one in filter(str.isdecimal, ids.split(",")[:20]):
            answer = self._ask(ONTEL, "GetPhonebook", NewPhonebookID=int(one))
            found.append(Phonebook(one, one_line(str(answer.get("NewPhonebookName", "")), 60)))
        return found

    def phonebook(self, book_id: str) -> bytes:
        answer = self._ask(ONTEL, "GetPhonebook", NewPhonebookID=int(book_id))
        return self._list(answer.get("NewPhonebookURL"))

    def barred(self) -> list[Barred]:
        data = self._list(self._ask(ONTEL, "GetCallBarringList").get("NewPhonebookURL"))
        try:
            return barred_of(data.decode("utf-8", "replace"))
        except RecordsError as error:
            raise BoxError(_senseless(self._settings)) from error

    def bar(self, number: str) -> None:
        """`BoxError` that is `full` where there is no room."""
        self._ask(ONTEL, "SetCallBarringEntry", NewPhonebookEntryData=entry(number))

    def let_in(self, barred: Barred) -> None:
        uid = int(barred.uid) if barred.uid.isdecimal() else 0
        self._ask(ONTEL, "DeleteCallBarringEntryUID", NewPhonebookEntryUniqueID=uid)

    def add_telephone(self, new: NewTelephone, token: str = "") -> str | SecondFactor:
        """Its number inside the house, such as 622; or what the box waits for, which it has been asked for then."""
        try:
            return self._add(new, token)
        except BoxError as error:
            if error.code != SECOND_FACTOR or token:
                raise
        return self._ask_for_second_factor()

    def second_factor(self) -> str:
        """How far the user has come: `waitingforauth`, `authenticated`, or why it came to nothing."""
        return str(self._ask(AUTH, "GetState").get("NewState", ""))

    def _add(self, new: NewTelephone, token: str) -> str:
        answer = self._ask(VOIP, "X_AVM-DE_GetNumberOfClients")
        index = str(answer.get("NewX_AVM-DE_NumberOfClients", ""))
        if not _INDEX.fullmatch(index):
            raise BoxError(_senseless(self._settings))
        values = {
            "ClientIndex": int(index),
            "ClientPassword": new.password,
            "ClientUsername": new.username,
            "PhoneName": new.name,
            "ClientId": "",
            "OutGoingNumber": "",
            "InComingNumbers": "",  # all of them
        }
        arguments = {f"NewX_AVM-DE_{key}": value for key, value in values.items()}
        answer = self._ask(VOIP, "X_AVM-DE_SetClient4", token, **arguments)
        return one_line(str(answer.get("NewX_AVM-DE_InternalNumber", "")), 20)

    def _ask_for_second_factor(self) -> SecondFactor:
        # Of a session that somebody broke off the box would say that it is busy.
        try:
            self._ask(AUTH, "SetConfig", NewAction="stop")
        except BoxError as error:
            if error.code is None:
                raise
        answer = self._ask(AUTH, "SetConfig", NewAction="start")
        token = str(answer.get("NewToken", ""))
        if not _TOKEN.fullmatch(token):
            raise BoxError(_senseless(self._settings))
        methods = str(answer.get("NewMethods", ""))[:200]
        return SecondFactor(token, tuple(filter(None, methods.split(","))))

    # -- the library

    def _ask(
        self, service: str, action: str, token: str = "", **arguments: Any
    ) -> Mapping[str, Any]:
        box = self._open()
        try:
            box.soaper.envelope = _enveloped(type(box.soaper).envelope, token)
            answer: dict[str, Any] = box.call_action(service, action, arguments=arguments)
        except Exception as error:
            raise told(self._settings, error) from error
        return answer

    def _list(self, address: object) -> bytes:
        """`BoxError` where the box has named no place."""
        try:
            parts = urlsplit(str(address or ""))
        except ValueError as error:
            raise BoxError(_senseless(self._settings)) from error
        if not parts.path.startswith("/"):
            raise BoxError(_senseless(self._settings))
        box = self._open()
        url = f"{box.address}:{box.port}{parts.path}?{parts.query}"
        try:
            with box.session.get(
                url, timeout=TIMEOUT_S, stream=True, allow_redirects=False
            ) as answer:
                answer.raise_for_status()
                data = bytearray()
                for block in answer.iter_content(1 << 16):
                    data += block
                    if len(data) > LARGEST_BYTES:
                        break
        except Exception as error:
            raise told(self._settings, error) from error
        if len(data) > LARGEST_BYTES:
            raise BoxError(_senseless(self._settings))
        return bytes(data)

    def _open(self) -> FritzConnection:
        if self._opened is None:
            connection = _library(self._key)
            own = self._settings
            try:
                self._opened = connection(
                    address=own.address,
                    port=own.port or (TLS_PORT if own.tls else HTTP_PORT),
                    user=own.username,
                    password=self._password,
                    timeout=TIMEOUT_S,
                    use_tls=own.tls,
                    use_cache=False,  # it would be a pickle in the home of the user
                )
            except Exception as error:
                raise told(own, error, opening=True) from error
        return self._opened


def _library(key: BoxKey) -> type[FritzConnection]:
    try:
        from fritzconnection import FritzConnection  # noqa: PLC0415  # an extra, and 200 ms
    except ImportError as error:
        raise BoxError(
            msg(
                "what asks a FRITZ!Box for its lists is not installed: pip install 'portinaio[fritzbox]'"
            )
        ) from error

    # In its log stand the numbers of calls, and at its most talkative the password of a new telephone.
    logging.getLogger("fritzconnection").setLevel(logging.CRITICAL)

    class Connection(FritzConnection):  # type: ignore[misc]  # it has no stubs
        """Asks the box and nobody on the way: no proxy, no login of `.netrc`, and no CA of the environment, which would refuse its certificate."""

        def _load_router_api(self, *given: Any, **named: Any) -> None:
            self.session.trust_env = False
            self.session.mount("https://", adapter(key))
            super()._load_router_api(*given, **named)

    return Connection


def _enveloped(envelope: str, token: str) -> str:
    if not token:
        return envelope
    if not _TOKEN.fullmatch(token):
        raise BoxError(msg("this is no token of a FRITZ!Box"))
    return envelope.replace("{body}", _CONFIRMED.format(token) + "{body}")


def _senseless(settings: FritzBoxSettings) -> Message:
    return msg("%(host)s gives an answer that makes no sense", host=settings.address)


__all__ = ["Box", "BoxError", "NewTelephone", "Phonebook", "SecondFactor"]

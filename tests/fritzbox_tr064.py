"""A FRITZ!Box by TR-064 on the loopback, for the real library: descriptions, SOAP, digest, lists, barring, second factor.

Names of services, actions and arguments, their case and the faults are those of the maker's documents; the descriptions
hold only what is asked here.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from portinaio.lines.fritzbox.settings import FritzBoxSettings

if TYPE_CHECKING:
    import ssl

USER, PASSWORD = "fritz1234", "s3cret pass"
REALM = "HTTPS Access"
TOKEN = "A1b2C3d4"
ONTEL = "urn:dslforum-org:service:X_AVM-DE_OnTel:1"
VOIP = "urn:dslforum-org:service:X_VoIP:1"
AUTH = "urn:dslforum-org:service:X_AVM-DE_Auth:1"
_CLIENT = (
    "ClientPassword",
    "ClientUsername",
    "PhoneName",
    "ClientId",
    "OutGoingNumber",
    "InComingNumbers",
)
SERVICES: dict[str, dict[str, tuple[list[str], list[str]]]] = {
    ONTEL: {
        "GetCallList": ([], ["NewCallListURL"]),
        "GetPhonebookList": ([], ["NewPhonebookList"]),
        "GetPhonebook": (
            ["NewPhonebookID"],
            ["NewPhonebookName", "NewPhonebookExtraID", "NewPhonebookURL"],
        ),
        "GetCallBarringList": ([], ["NewPhonebookURL"]),
        "SetCallBarringEntry": (["NewPhonebookEntryData"], ["NewPhonebookEntryUniqueID"]),
        "DeleteCallBarringEntryUID": (["NewPhonebookEntryUniqueID"], []),
    },
    VOIP: {
        "X_AVM-DE_GetNumberOfClients": ([], ["NewX_AVM-DE_NumberOfClients"]),
        "X_AVM-DE_SetClient4": (
            ["NewX_AVM-DE_ClientIndex", *(f"NewX_AVM-DE_{key}" for key in _CLIENT)],
            ["NewX_AVM-DE_InternalNumber"],
        ),
    },
    AUTH: {
        "SetConfig": (["NewAction"], ["NewToken", "NewState", "NewMethods"]),
        "GetState": ([], ["NewState"]),
    },
}
NUMBERS = {
    "NewPhonebookID",
    "NewPhonebookEntryUniqueID",
    "NewX_AVM-DE_ClientIndex",
    "NewX_AVM-DE_NumberOfClients",
}
CALL_LIST = """<?xml version="1.0" encoding="utf-8"?>
<root><timestamp>1</timestamp>{}</root>"""
PHONEBOOK = """<?xml version="1.0" encoding="utf-8"?>
<phonebooks><phonebook name="{name}">{contacts}</phonebook></phonebooks>"""
CONTACT = """<contact><category>0</category><person><realName>{name}</realName></person><telephony>
<number type="home" prio="1" id="0">{number}</number></telephony><uniqueid>{uid}</uniqueid></contact>"""


class FaultError(Exception):
    """A UPnP fault, by its code."""


class ABox:
    """One box, changed by whoever asks it and by a test."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.password = PASSWORD
        self.services = {name: dict(actions) for name, actions in SERVICES.items()}
        self.calls: list[str] = []
        """Each as its `<Call>`."""
        self.book = [("Anna", "0200004321")]
        self.barred: dict[int, tuple[str, str]] = {}
        """Name and number by unique id."""
        self.room = 100
        self.full = "603"
        self.wants_second_factor = True
        self.state = "stopped"
        self.busy = False
        self.telephones: list[dict[str, str]] = []
        self.faults: dict[str, str] = {}
        """By action, the code of the fault that it ends in."""
        self.hangs = threading.Event()
        """Once it is set, a question gets no answer before the box is off."""
        self.garbage: set[str] = set()
        """Actions that are answered with nonsense."""
        self.asked: list[str] = []
        self.list_host = "127.0.0.1"
        """Whom the addresses of lists name."""
        self.gone = False
        self._uid = 0
        self._tls = tls
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        box = self

        class Handler(_Handler):
            it = box

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.off()

    def off(self) -> None:
        self.gone = True
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def settings(self, **keys: Any) -> FritzBoxSettings:
        return FritzBoxSettings(
            **{
                "name": "box",
                "kind": "fritzbox",
                "address": "127.0.0.1",
                "port": self.port,
                "tls": self._tls is not None,
                "username": USER,
                **keys,
            }
        )

    def bar(self, name: str, number: str) -> int:
        self._uid += 1
        self.barred[self._uid] = name, number
        return self._uid

    @property
    def barred_numbers(self) -> list[str]:
        return [number for _, number in self.barred.values()]

    # -- what it answers

    def act(self, action: str, given: dict[str, str], token: str) -> dict[str, str]:
        self.asked.append(action)
        if not any(action in actions for actions in self.services.values()):
            raise FaultError("401")
        if code := self.faults.get(action):
            raise FaultError(code)
        match action:
            case "GetCallList":
                return {"NewCallListURL": self._address("/calllist.lua?sid=0f")}
            case "GetPhonebookList":
                return {"NewPhonebookList": "0"}
            case "GetPhonebook" if given["newphonebookid"] != "0":
                raise FaultError("713")
            case "GetPhonebook":
                return {
                    "NewPhonebookName": "Telefonbuch",
                    "NewPhonebookExtraID": "",
                    "NewPhonebookURL": self._address("/phonebook.lua?sid=0f&pbid=0"),
                }
            case _ if "Barring" in action:
                return self._barring(action, given)
            case _:
                return self._telephone(action, given, token)

    def _barring(self, action: str, given: dict[str, str]) -> dict[str, str]:
        match action:
            case "GetCallBarringList":
                return {"NewPhonebookURL": self._address("/phonebook.lua?sid=0f&pbid=258")}
            case "SetCallBarringEntry":
                return {"NewPhonebookEntryUniqueID": str(self._set(given["newphonebookentrydata"]))}
            case "DeleteCallBarringEntryUID":
                if self.barred.pop(int(given["newphonebookentryuniqueid"]), None) is None:
                    raise FaultError("713")
                return {}
        raise FaultError("401")

    def _set(self, data: str) -> int:
        if len(self.barred) >= self.room:
            raise FaultError(self.full)
        name = re.search(r"<realName>(.*?)</realName>", data)
        number = re.search(r"<number [^>]*>(.*?)</number>", data)
        if name is None or number is None:
            raise FaultError("402")
        return self.bar(unescape(name[1]), unescape(number[1]))

    def _telephone(self, action: str, given: dict[str, str], token: str) -> dict[str, str]:
        match action:
            case "X_AVM-DE_GetNumberOfClients":
                return {"NewX_AVM-DE_NumberOfClients": str(len(self.telephones))}
            case "X_AVM-DE_SetClient4":
                confirmed = token == TOKEN and self.state == "authenticated"
                if self.wants_second_factor and not confirmed:
                    raise FaultError("866")
                self.telephones.append(given)
                return {"NewX_AVM-DE_InternalNumber": f"62{len(self.telephones) - 1}"}
            case "SetConfig" if given["newaction"] == "stop":
                self.state, self.busy = "stopped", False
                return {"NewToken": "", "NewState": "stopped", "NewMethods": ""}
            case "SetConfig":
                if self.busy:
                    raise FaultError("868")
                self.state = "waitingforauth"
                return {
                    "NewToken": TOKEN,
                    "NewState": self.state,
                    "NewMethods": "button,dtmf;*12345",
                }
            case "GetState":
                return {"NewState": self.state}
        raise FaultError("401")

    def _address(self, path: str) -> str:
        return f"http{'s' if self._tls else ''}://{self.list_host}:{self.port}{path}"

    def file(self, path: str) -> str | None:
        parts = urlsplit(path)
        match parts.path:
            case "/tr64desc.xml":
                return _device(self.services)
            case "/calllist.lua":
                return CALL_LIST.format("".join(self.calls))
            case "/phonebook.lua" if parse_qs(parts.query).get("pbid") == ["258"]:
                entries = [(name, number, uid) for uid, (name, number) in self.barred.items()]
                return _book("Rufsperre", entries)
            case "/phonebook.lua":
                return _book("Telefonbuch", [(*one, n) for n, one in enumerate(self.book, 1)])
        for place, actions in enumerate(self.services.values()):
            if parts.path == f"/scpd{place}.xml":
                return _scpd(actions)
        return None


def _book(name: str, entries: list[tuple[str, str, int]]) -> str:
    contacts = "".join(
        CONTACT.format(name=escape(who), number=escape(number), uid=uid)
        for who, number, uid in entries
    )
    return PHONEBOOK.format(name=name, contacts=contacts)


def _device(services: dict[str, Any]) -> str:
    listed = "".join(
        f"<service><serviceType>{name}</serviceType><serviceId>urn:{name.split(':')[3]}-com:serviceId:"
        f"{name.split(':')[3]}1</serviceId><controlURL>/upnp/control/{place}</controlURL>"
        f"<eventSubURL>/upnp/event/{place}</eventSubURL><SCPDURL>/scpd{place}.xml</SCPDURL></service>"
        for place, name in enumerate(services)
    )
    return (
        '<?xml version="1.0"?><root xmlns="urn:dslforum-org:device-1-0"><specVersion><major>1</major>'
        "<minor>0</minor></specVersion><systemVersion><HW>226</HW><Major>154</Major><Minor>7</Minor>"
        "<Patch>57</Patch><Buildnumber>1</Buildnumber><Display>154.07.57</Display></systemVersion><device>"
        "<deviceType>urn:dslforum-org:device:InternetGatewayDevice:1</deviceType>"
        "<friendlyName>FRITZ!Box 7590</friendlyName><manufacturer>AVM</manufacturer>"
        "<modelName>FRITZ!Box 7590</modelName><modelDescription>FRITZ!Box 7590</modelDescription>"
        f"<serviceList>{listed}</serviceList></device></root>"
    )


def _scpd(actions: dict[str, tuple[list[str], list[str]]]) -> str:
    names = sorted({name for given, got in actions.values() for name in (*given, *got)})
    told = "".join(
        f"<action><name>{action}</name><argumentList>"
        + "".join(
            f"<argument><name>{name}</name><direction>{way}</direction>"
            f"<relatedStateVariable>{name[3:]}</relatedStateVariable></argument>"
            for way, listed in (("in", given), ("out", got))
            for name in listed
        )
        + "</argumentList></action>"
        for action, (given, got) in actions.items()
    )
    table = "".join(
        f'<stateVariable sendEvents="no"><name>{name[3:]}</name>'
        f"<dataType>{'ui2' if name in NUMBERS else 'string'}</dataType></stateVariable>"
        for name in names
    )
    return (
        '<?xml version="1.0"?><scpd xmlns="urn:dslforum-org:service-1-0"><specVersion><major>1</major>'
        f"<minor>0</minor></specVersion><actionList>{told}</actionList>"
        f"<serviceStateTable>{table}</serviceStateTable></scpd>"
    )


class _Handler(BaseHTTPRequestHandler):
    it: ABox
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        text = self.it.file(self.path)
        if text is None:
            self._answer(404, "<html><body>404</body></html>", "text/html")
        else:
            self._answer(200, text)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        while self.it.hangs.is_set() and not self.it.gone:
            time.sleep(0.02)
        if self.it.gone:
            self.close_connection = True
            return
        if not self._known():
            return
        action = self.headers["soapaction"].rpartition("#")[2]
        if action in self.it.garbage:
            self._answer(200, "<s:Envelope")
            return
        pairs = re.findall(r"<(New[^ >]*)>(.*?)</\1>", body, re.DOTALL)
        given = {name.lower(): unescape(value) for name, value in pairs}
        token = re.search(r"<avm:token [^>]*>(.*?)</avm:token>", body)
        try:
            got = self.it.act(action, given, token[1] if token else "")
        except FaultError as fault:
            self._answer(500, _fault(str(fault)))
            return
        values = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in got.items())
        self._answer(
            200, _enveloped(f'<u:{action}Response xmlns:u="x">{values}</u:{action}Response>')
        )

    def _known(self) -> bool:
        """Digest, RFC 2617, as a box has it."""
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', self.headers.get("Authorization", "")))
        one = _md5(f"{USER}:{REALM}:{self.it.password}")
        two = _md5(f"POST:{said.get('uri', '')}")
        wanted = _md5(
            ":".join(
                (
                    one,
                    said.get("nonce", ""),
                    said.get("nc", ""),
                    said.get("cnonce", ""),
                    "auth",
                    two,
                )
            )
        )
        if said.get("response") == wanted and said.get("username") == USER:
            return True
        self.send_response(401)
        self.send_header(
            "WWW-Authenticate", f'Digest realm="{REALM}",nonce="F0E1D2",algorithm=MD5,qop="auth"'
        )
        text = b"<HTML><BODY><H1>401 Unauthorized</H1></BODY></HTML>"
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        return False

    def _answer(self, code: int, text: str, kind: str = 'text/xml; charset="utf-8"') -> None:
        data = text.encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _enveloped(body: str) -> str:
    return (
        '<?xml version="1.0"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        ' s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">\n'
        f"<s:Body>\n{body}\n</s:Body>\n</s:Envelope>"
    )


def _fault(code: str) -> str:
    """With spaces between the elements, as a box has them and the library wants them."""
    return _enveloped(
        "<s:Fault>\n<faultcode>s:Client</faultcode>\n<faultstring>UPnPError</faultstring>\n<detail>\n"
        f'<UPnPError xmlns="urn:dslforum-org:control-1-0">\n<errorCode>{code}</errorCode>\n'
        f"<errorDescription>fault {code}</errorDescription>\n</UPnPError>\n</detail>\n</s:Fault>"
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

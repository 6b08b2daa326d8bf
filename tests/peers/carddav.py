"""Real CardDAV servers, each with an address book of Anna's: Radicale and xandikos."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest

from free_ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_S = 30.0
PASSWORD = "geheim"
SERVERS = ("radicale", "xandikos")
_MKCOL = """<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype>
<collection/><C:addressbook/></resourcetype></prop></set></mkcol>"""


class Book(NamedTuple):
    url: str
    """Of the server, from where the book is to be found."""
    place: str
    """Of the book itself."""
    client: httpx.Client
    process: subprocess.Popen[bytes]

    def put(self, uid: str, name: str, number: str, *lines: str) -> None:
        card = "\r\n".join(
            [
                *("BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{name};;;;"),
                *(f"TEL;TYPE=CELL:{number}", *lines, "END:VCARD", ""),
            ]
        )
        answer = self.client.put(
            f"{self.place}{uid}.vcf", content=card.encode(), headers={"Content-Type": "text/vcard"}
        )
        assert answer.is_success, answer.text

    def delete(self, uid: str) -> None:
        assert self.client.delete(f"{self.place}{uid}.vcf").is_success

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(kind: str, folder: Path, *, certificate: Path | None = None) -> Iterator[Book]:
    """`certificate` holds its key, too."""
    if importlib.util.find_spec(kind) is None:
        pytest.skip(f"{kind} is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    if kind == "radicale":
        command, path = _radicale(folder, port, certificate), "/anna/book/"
    else:
        command, path = _xandikos(folder, port), "/user/contacts/addressbook/"
    url = f"http{'s' if certificate else ''}://127.0.0.1:{port}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", *command], stdout=log, stderr=log)
    # The test knows whom it talks to; what Portinaio believes is what is tested.
    with httpx.Client(auth=("anna", PASSWORD), verify=certificate is None, timeout=60) as client:
        try:
            _until_it_answers(url, client)
            if kind == "radicale":
                client.request("MKCOL", url + path, content=_MKCOL)
            yield Book(url, url + path, client, process)
        finally:
            process.kill()
            process.wait()


def _radicale(folder: Path, port: int, certificate: Path | None) -> list[str]:
    (folder / "users").write_text(f"anna:{PASSWORD}\n")
    tls = f"ssl = True\ncertificate = {certificate}\nkey = {certificate}\n" if certificate else ""
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n{tls}"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder}/books\n"
    )
    return ["radicale", "--config", str(folder / "config")]


def _xandikos(folder: Path, port: int) -> list[str]:
    there = ["-d", str(folder / "books"), "-l", "127.0.0.1", "-p", str(port), "--defaults"]
    return ["xandikos", "serve", *there, "--state-dir", str(folder / "state")]


def _until_it_answers(url: str, client: httpx.Client) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            client.get(url + "/")
        except httpx.TransportError:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)
        else:
            return

"""A provider that does all a provider may do: TLS, SRV records, RFC 5626, a limit of contacts; and one that is half dead."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from certificates import Identity, an_identity
from free_ports import free_port
from peers.rig import HERE, _make, _modules, connected, need, printed, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

DEAD, ALIVE = "127.0.0.9", "127.0.0.1"


class Provider(NamedTuple):
    port: int
    tls_port: int
    identity: Identity


@asynccontextmanager
async def provider(
    folder: Path, algorithm: str = "MD5", *, min_expires: int = 10, max_contacts: int = 0
) -> AsyncIterator[Provider]:
    need("kamailio")
    modules = _modules("kamailio")
    for module in ("tls", "outbound"):
        need_module(modules, module)
    _make(folder)
    made = Provider(free_port(), free_port(), an_identity(folder / "identity", "sip.test"))
    text = (HERE / "provider.cfg").read_text()
    for place, value in {
        "TLS_PORT": made.tls_port,
        "PORT": made.port,
        "HOST": ALIVE,
        "MODULES": f"{modules}/",
        "ALGORITHM": algorithm,
        "MIN_EXPIRES": min_expires,
        "MAX_CONTACTS": max_contacts,
        "DIR": folder,
    }.items():
        text = text.replace(f"@{place}@", str(value))
    (folder / "kamailio.cfg").write_text(text)
    (folder / "tls.cfg").write_text(
        "[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\n"
        f"private_key = {made.identity.key}\ncertificate = {made.identity.certificate}\n"
    )
    command = ["kamailio", "-DD", "-f", "kamailio.cfg", "-P", folder / "pid", "-m", "64", "-M", "8"]
    async with running(*command, "-Y", folder, cwd=folder) as process:
        _, writer = await connected(made.port, process)
        writer.close()
        yield made


def need_module(modules: Path, name: str) -> None:
    import pytest  # noqa: PLC0415  # only where one is missing

    if not (modules / f"{name}.so").exists():
        pytest.skip(f"the module {name} of kamailio is not installed")


@asynccontextmanager
async def name_server(folder: Path, records: Iterable[str]) -> AsyncIterator[str]:
    """A name server that knows these records alone; its address."""
    need("dnsmasq")
    _make(folder)
    port = free_port()
    lines = [f"port={port}", "listen-address=127.0.0.1", "bind-interfaces", "no-resolv", "no-hosts"]
    lines += ["log-facility=-", "local=/sip.test/", "local-ttl=60", "user=root", *records]
    (folder / "dnsmasq.conf").write_text("\n".join([*lines, ""]))
    command = ["dnsmasq", "--no-daemon", "--conf-file=dnsmasq.conf", "--pid-file="]
    async with running(*command, cwd=folder):
        await printed(folder, "started")
        yield f"127.0.0.1:{port}"


@asynccontextmanager
async def swallows(port: int) -> AsyncIterator[list[int]]:
    """Takes every connection, and says nothing; how many came."""
    came: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(port)
        while await reader.read(4096):
            pass
        writer.close()

    async with await asyncio.start_server(serve, DEAD, port):
        yield came

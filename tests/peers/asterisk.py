"""A real Asterisk with the dial plan of the README, a provider before it, and a telephone behind it.

No Debian release of these years has it; whoever has built one puts it into the path.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from free_ports import free_port
from peers.rig import START_S, _make, _output, printed, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FROM_PROVIDER, FROM_PHONES = "from-provider", "from-phones"


class Asterisk(NamedTuple):
    port: int
    manager: int
    folder: Path

    @property
    def told(self) -> str:
        """What it printed, SIP and dial plan alike."""
        return _output(self.folder)

    def executed(self) -> list[str]:
        """The steps of the dial plan, in their order."""
        return re.findall(r'Executing \[[^\]]*\] (\w+)\("[^"]*", "([^"]*)"\)', self.told)

    async def until_said(self, text: str) -> None:
        await printed(self.folder, text)


def program() -> str:
    found = shutil.which("asterisk")
    if found is None:
        pytest.skip("asterisk is not installed")
    return found


def written(name: str, beginning: str = "") -> str:
    """What the README says of a file of Asterisk's, in the block in whose first lines this stands."""
    said = re.findall(r"```ini\n(; [^\n]*)\n(.*?)```", README, re.DOTALL)
    (found,) = [
        text for title, text in said if title.startswith(f"; {name}") and beginning in text[:330]
    ]
    return str(found)


def from_provider() -> str:
    return written("extensions.conf, in the context of your provider", "PJSIP/portinaio")


def from_phones() -> str:
    return written("extensions.conf, in the context of your telephones", "portinaio dialled")


@asynccontextmanager
async def asterisk(
    folder: Path,
    portinaio: int,
    *,
    transport: str = "udp",
    plan: str | None = None,
    phones: str | None = None,
    files: Mapping[str, str] | None = None,
) -> AsyncIterator[Asterisk]:
    """`portinaio` is the port of our line. Whoever calls without being known is the provider; `phone` may register.

    `plan` is the context of the provider, `phones` that of the telephones, `files` what else it is told.
    """
    command = program()
    _make(folder / "run")
    _make(folder / "cdr-csv")
    made = Asterisk(free_port(), free_port(), folder)
    here = written("pjsip.conf")
    where = f"127.0.0.1:{portinaio}" + ("\\;transport=tcp" if transport == "tcp" else "")
    here, found = re.subn(r"192\.168\.1\.20:5060\\;transport=tcp", lambda _: where, here)
    assert found == 1
    (folder / "asterisk.conf").write_text(
        "[directories]\n"
        + "".join(
            f"{name} => {folder}\n"
            for name in ("astetcdir", "astdbdir", "astspooldir", "astlogdir")
        )
        + f"astrundir => {folder}/run\n[options]\nverbose = 4\n"
    )
    (folder / "modules.conf").write_text("[modules]\nautoload=yes\n")
    (folder / "logger.conf").write_text("[logfiles]\nconsole => notice,warning,error,verbose(4)\n")
    (folder / "rtp.conf").write_text("[general]\nrtpstart=30000\nrtpend=39999\n")
    (folder / "pjsip.conf").write_text(
        f"""
[global]
type=global
debug=yes
endpoint_identifier_order=username,ip
[udp]
type=transport
protocol=udp
bind=127.0.0.1:{made.port}
[tcp]
type=transport
protocol=tcp
bind=127.0.0.1:{made.port}
[provider]
type=endpoint
context={FROM_PROVIDER}
disallow=all
allow=alaw,ulaw
trust_id_inbound=yes
[provider]
type=identify
endpoint=provider
match=127.0.0.0/8
[phone]
type=endpoint
context={FROM_PHONES}
callerid=Kitchen <12>
aors=phone
auth=phone
disallow=all
allow=alaw,ulaw
[phone]
type=aor
max_contacts=1
[phone]
type=auth
auth_type=userpass
username=agent
password=agentpw
{here}
"""
    )
    (folder / "extensions.conf").write_text(
        f"[{FROM_PROVIDER}]\n{plan or from_provider()}\n[{FROM_PHONES}]\n{phones or from_phones()}\n"
    )
    for name, text in (files or {}).items():
        (folder / name).write_text(text.replace("MANAGER", str(made.manager)))
    async with running(command, "-f", "-n", "-C", folder / "asterisk.conf", cwd=folder) as process:
        async with asyncio.timeout(START_S):
            while "Asterisk Ready" not in made.told:  # a file tells nobody that it grew
                assert process.returncode is None, made.told[-2000:]
                await asyncio.sleep(0.05)
        yield made

"""Real programs as the far end: SIPp, Kamailio, baresip and linphone, each in a folder and on ports of its own."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
import signal
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from free_ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

HERE = Path(__file__).parent
START_S = 30.0  # for a program to start, on a busy machine
POLL_S = 0.05


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def _modules(program: str) -> Path:
    """Where a distribution has put the program's plug-ins."""
    for lib in (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib")):
        for folder in (lib, *lib.glob("*-linux-*")):
            if (folder / program / "modules").is_dir():
                return folder / program / "modules"
    pytest.skip(f"the modules of {program} are not installed")


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _output(folder: Path) -> str:
    return (folder / "out").read_text(errors="replace")


@asynccontextmanager
async def running(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program while the body runs; its output goes to `out` in its folder."""
    with (cwd / "out").open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            env=env,
            stdin=asyncio.subprocess.PIPE,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """The program and all that it started, gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(START_S):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def connected(
    port: int, process: asyncio.subprocess.Process
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to a program, once it accepts some."""
    async with asyncio.timeout(START_S):
        while True:
            assert process.returncode is None, "the program ended at once"
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(POLL_S)


async def printed(folder: Path, text: str) -> None:
    """Until the program in this folder has printed it."""
    async with asyncio.timeout(START_S):
        while text not in _output(folder):  # noqa: ASYNC110 -- a file tells nobody that it grew
            await asyncio.sleep(POLL_S)


@asynccontextmanager
async def kamailio(
    folder: Path,
    algorithm: str = "MD5",
    min_expires: int = 10,
    *,
    in_order: bool = False,
    stun: bool = False,
) -> AsyncIterator[int]:
    """A provider; its port. `in_order`: the telephones of an account are asked one after the other, by their `q`.

    `stun`: who asks is told from where he comes.
    """
    need("kamailio")
    modules = _modules("kamailio")
    port = free_port()
    text = (HERE / "kamailio.cfg").read_text()
    for place, value in {
        "PORT": port,
        "MODULES": f"{modules}/",
        "ALGORITHM": algorithm,
        "MIN_EXPIRES": min_expires,
        "FORK": "route(IN_ORDER);" if in_order else "",
        "STUN": 'loadmodule "stun.so"' if stun else "",
    }.items():
        text = text.replace(f"@{place}@", str(value))
    _make(folder)
    (folder / "kamailio.cfg").write_text(text)
    command = ["kamailio", "-DD", "-f", "kamailio.cfg", "-P", folder / "pid", "-m", "64", "-M", "8"]
    async with running(*command, "-Y", folder, cwd=folder) as process:
        _, writer = await connected(port, process)
        writer.close()
        yield port


@dataclass(frozen=True)
class Load:
    """What SIPp counted."""

    ok: int
    failed: int
    retransmissions: int
    lines: str
    """What it printed last."""
    times_ms: tuple[float, ...] = ()
    """From each INVITE to its final answer, where that was asked for."""

    def percentile_ms(self, percent: int) -> float:
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]


async def sipp(
    folder: Path,
    port: int,
    scenario: str,
    *,
    code: int = 607,
    rate: int = 20,
    calls: int = 1,
    lost: int = 0,
    linger_ms: int = 0,
    caller: str | None = None,
    who_calls: str = "",
    host: str = "127.0.0.1",
    timeout_s: int = 60,
    tcp: bool = False,
    timed: bool = False,
) -> Load:
    """Calls by SIPp from `host` to a port of ours; `linger_ms` is how long it minds a call that is over.

    `who_calls` are header lines, where the scenario has a place for them.
    """
    need("sipp")
    _make(folder)
    text = (HERE / "scenarios" / f"{scenario}.xml").read_text().replace("CODE", str(code))
    text = text.replace("WHO_CALLS", who_calls)
    text = text.replace("LINGER", str(linger_ms)).replace("LOST", str(lost))
    (folder / "scenario.xml").write_text(text)
    callers = [caller] if caller else [f"+39020000{n:04}" for n in range(500)]
    (folder / "callers.csv").write_text("\n".join(["SEQUENTIAL", *(f"{c};" for c in callers), ""]))
    command = ["sipp", f"127.0.0.1:{port}", "-sf", "scenario.xml", "-inf", "callers.csv"]
    command += ["-s", "portinaio", "-i", host, "-p", str(free_port()), "-nostdin"]
    command += ["-r", str(rate), "-m", str(calls), "-l", "20000", "-timeout", f"{timeout_s}s"]
    command += ["-timeout_error", "-trace_stat", "-stf", "stat.csv", "-fd", "1"]
    command += ["-t", "t1"] if tcp else []
    command += ["-trace_rtt", "-rtt_freq", "1"] if timed else []
    async with running(*command, cwd=folder) as process:
        await process.wait()
    return _counted(folder)


def _counted(folder: Path) -> Load:
    with (folder / "stat.csv").open() as stat:
        last = list(csv.DictReader(stat, delimiter=";"))[-1]
    return Load(
        int(last["SuccessfulCall(C)"]),
        int(last["FailedCall(C)"]),
        int(last["Retransmissions(C)"]),
        _output(folder),
        tuple(_times_ms(folder)),
    )


def _times_ms(folder: Path) -> Iterator[float]:
    for path in folder.glob("*_rtt.csv"):
        with path.open() as file:
            for row in csv.reader(file, delimiter=";"):
                if row[0].strip()[:1].isdigit():
                    yield float(row[1])


class Baresip:
    """A phone, driven over its control port."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._asked = 0
        self._told: list[str] = []

    def command(self, command: str, parameters: str, token: str = "") -> None:
        text = json.dumps({"command": command, "params": parameters, "token": token})
        self._writer.write(f"{len(text)}:{text},".encode())

    async def event(self, kind: str) -> str:
        """What the next event of this kind says."""
        async with asyncio.timeout(START_S):
            while True:
                found = await self._next()
                if found.get("type") == kind:
                    return str(found.get("param", ""))

    async def so_far(self) -> list[str]:
        """The kinds of all events since the start."""
        await self._calls()
        return list(self._told)

    async def without_a_call(self) -> None:
        """Until it has none: it may have heard of a call that is over, or never of it."""
        async with asyncio.timeout(START_S):
            while "(0)" not in await self._calls():  # noqa: ASYNC110 -- it says nothing of a call it never heard of
                await asyncio.sleep(POLL_S)

    async def _calls(self) -> str:
        self._asked += 1
        token = f"calls-{self._asked}"
        self.command("listcalls", "", token)
        async with asyncio.timeout(START_S):
            while (answer := await self._next()).get("token") != token:
                pass
        return str(answer.get("data", ""))

    async def _next(self) -> dict[str, Any]:
        length = int((await self._reader.readuntil(b":"))[:-1])
        found: dict[str, Any] = json.loads((await self._reader.readexactly(length + 1))[:-1])
        if found.get("event"):
            self._told.append(str(found.get("type", "")))
        return found


@asynccontextmanager
async def baresip(
    folder: Path,
    provider: int,
    caller: str,
    *,
    registers: bool = True,
    parameters: str = "",
    speaks: Path | None = None,
) -> AsyncIterator[Baresip]:
    """A phone at the provider. Its version in Debian 12 knows no SHA-256, and may call without being registered.

    `speaks` is a WAV file of 8,000 Hz that it sends; without one it sends what it hears, or nothing.
    """
    need("baresip")
    _make(folder)
    modules = _modules("baresip")
    port, control = free_port(), free_port()
    source = f"aufile,{speaks}" if speaks else "aubridge,p0"
    (folder / "config").write_text(
        f"poll_method epoll\nsip_listen 127.0.0.1:{port}\nnet_interface 127.0.0.1\n"
        f"call_max_calls 4\naudio_player aubridge,p0\naudio_source {source}\n"
        "audio_alert aubridge,p1\n"
        f"snd_path {folder}\nmodule_path {modules}\nmodule sndfile.so\nmodule g711.so\nmodule srtp.so\nmodule aubridge.so\nmodule aufile.so\nmodule_tmp uuid.so\n"
        f"module_tmp account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n"
        f"ctrl_tcp_listen 127.0.0.1:{control}\n"
    )
    outbound = f"sip:127.0.0.1:{provider};transport=udp"
    (folder / "accounts").write_text(
        f"<sip:{caller}@sip.test>;auth_user=agent;auth_pass=agentpw"
        f';regint={60 if registers else 0};outbound="{outbound}"{parameters}\n'
    )
    (folder / "contacts").write_text("")
    async with running("baresip", "-4", "-f", folder, cwd=folder) as process:
        reader, writer = await connected(control, process)
        try:
            if registers:
                await printed(folder, "200 OK")
            yield Baresip(reader, writer)
        finally:
            writer.close()


@asynccontextmanager
async def linphone(folder: Path, provider: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """A phone registered at the provider by TCP; commands go to its standard input."""
    need("linphonec")
    _make(folder / ".local/share/linphone")
    route = f"sip:127.0.0.1:{provider};transport=tcp"
    (folder / "rc").write_text(
        f"[sip]\nsip_port=0\nsip_tcp_port={free_port()}\nsip_tls_port=0\ndefault_proxy=0\n"
        "contact=sip:agent@127.0.0.1\nguess_hostname=0\n"
        "register_only_when_network_is_up=0\n"
        f"[proxy_0]\nreg_proxy=<{route}>\nreg_identity=sip:agent@sip.test\n"
        f"reg_route=<{route};lr>\nreg_expires=60\nreg_sendregister=1\npublish=0\n"
        "[auth_info_0]\nusername=agent\npasswd=agentpw\nrealm=sip.test\ndomain=sip.test\n"
    )
    env = {**os.environ, "HOME": str(folder)}
    async with running("linphonec", "-c", folder / "rc", cwd=folder, env=env) as process:
        assert process.stdin is not None
        process.stdin.write(b"soundcard use files\n")
        async with asyncio.timeout(START_S):
            while "registered, identity" not in _output(folder):
                process.stdin.write(b"status register\n")
                await asyncio.sleep(0.2)
        yield process

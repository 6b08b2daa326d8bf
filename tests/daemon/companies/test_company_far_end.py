"""The catalogue of companies as GitHub's archive server gives it, chunk by chunk and of no length told; and each way in which it can fail."""

from __future__ import annotations

import gzip
import io
import json
import socket
import threading
import zipfile

import pytest

from free_ports import free_port
from portinaio.complaints.addresses.catalogue import from_json
from portinaio.daemon.companies.company_worker import Limits, fetch
from portinaio.errors import PortinaioError

REVISION = "0a29c3d6feee53b02e73204a3dbd312eafe56629"
DAY = "2026-11-24"
PATH = "/datenanfragen/data/zip/refs/heads/master"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=data-master.zip\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PATIENT = Limits(bytes=1 << 20, total_s=30.0, wait_s=20.0)
PATIENCE = {"is silent": PATIENT._replace(wait_s=0.2), "drips": PATIENT._replace(total_s=0.5)}


def an_archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = REVISION.encode()
        name = zipfile.ZipInfo("data-master/companies/esempio.json", (2026, 7, 21, 0, 0, 0))
        company = {"slug": "esempio", "name": "Esempio S.p.A.", "relevant-countries": ["it"]}
        made.writestr(name, json.dumps(company))
    return out.getvalue()


ARCHIVE = an_archive()
HALF = ARCHIVE[: len(ARCHIVE) // 2]


def chunks(*pieces, end=b"0\r\n\r\n"):
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end


def of_length(body, told=None):
    return HEAD + b"Content-Length: %d\r\n\r\n" % (len(body) if told is None else told) + body


def status(line, headers=b"", body=b"no"):
    told = b"Content-Length: %d\r\n\r\n" % len(body)
    return b"HTTP/1.1 " + line + b"\r\n" + headers + told + body


class FarEnd:
    """A server that gives these bytes to whoever asks; then it hangs up, says nothing more, or repeats the last ones for good."""

    def __init__(self, answer, then):
        self._answer, self._then = answer, then
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self.asked = b""

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{PATH}"

    def _serve(self):
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        with client:
            try:
                self.asked = client.recv(4096)
                client.sendall(self._answer)
                while self._then == "drips" and not self._over.wait(0.05):
                    client.sendall(chunks(b"x", end=b""))
                while self._then == "floods" and not self._over.is_set():
                    client.sendall(chunks(b"x" * 65536, end=b""))
            except OSError:
                return
            if self._then == "is silent":
                self._over.wait(20)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(CHUNKED + chunks(ARCHIVE), id="in one chunk"),
        pytest.param(CHUNKED + chunks(*(ARCHIVE[n : n + 7] for n in range(0, len(ARCHIVE), 7))), id="in many"),
        pytest.param(of_length(ARCHIVE), id="with its length"),
        pytest.param(HEAD + b"Connection: close\r\n\r\n" + ARCHIVE, id="until it hangs up"),
        pytest.param(HEAD + b"Content-Length: %d\r\n\r\n" % len(ARCHIVE) + ARCHIVE, id="in one piece"),
    ],
)  # fmt: skip
def test_the_archive_comes_however_it_is_sent(tmp_path, answer):
    file = tmp_path / "companies"

    with FarEnd(answer, "hangs up") as far:
        assert fetch(far.url, str(file), DAY, PATIENT) == 1

    kept = from_json(file.read_bytes())
    assert (kept.day, kept.revision, kept.fetched) == ("2026-07-21", REVISION[:7], DAY)
    assert far.asked.startswith(f"GET {PATH} HTTP/1.1\r\n".encode())
    assert b"Accept-Encoding: identity\r\n" in far.asked  # the bytes are those of the archive


FAULTS = [
    pytest.param(b"", "hangs up", "cannot be reached", id="hangs up at once"),
    pytest.param(b"", "is silent", "does not answer in time", id="says nothing"),
    pytest.param(b"220 mail.example ESMTP\r\n", "hangs up", "cannot be reached", id="speaks another protocol"),
    pytest.param(HEAD, "hangs up", "cannot be reached", id="hangs up within the headers"),
    pytest.param(HEAD, "is silent", "does not answer in time", id="is silent within the headers"),
    pytest.param(CHUNKED, "hangs up", "cannot be reached", id="hangs up before the archive"),
    pytest.param(CHUNKED, "is silent", "does not answer in time", id="is silent before the archive"),
    pytest.param(CHUNKED, "drips", "does not answer in time", id="drips"),
    pytest.param(CHUNKED, "floods", "it is longer than 1 MiB", id="never ends"),
    pytest.param(CHUNKED + chunks(HALF, end=b""), "hangs up", "cannot be reached", id="breaks off behind a chunk"),
    pytest.param(CHUNKED + b"ffff\r\n" + HALF, "hangs up", "cannot be reached", id="breaks off within a chunk"),
    pytest.param(CHUNKED + b"no size\r\n" + ARCHIVE, "hangs up", "cannot be reached", id="a chunk of no size"),
    pytest.param(CHUNKED + chunks(HALF), "hangs up", "no whole archive", id="half of it, as if it were all"),
    pytest.param(of_length(HALF, len(ARCHIVE)), "hangs up", "cannot be reached", id="shorter than it says"),
    pytest.param(of_length(ARCHIVE, len(HALF)), "hangs up", "no whole archive", id="longer than it says"),
    pytest.param(of_length(b""), "hangs up", "no whole archive", id="nothing"),
    pytest.param(of_length(b"<html>please log in</html>"), "hangs up", "no whole archive", id="a page"),
    pytest.param(of_length(gzip.compress(ARCHIVE)), "hangs up", "no whole archive", id="packed though nobody asked for it"),
    pytest.param(status(b"301 Moved", b"Location: https://example.com/\r\n"), "hangs up", "answers with 301", id="sends us on"),
    pytest.param(status(b"304 Not Modified", body=b""), "hangs up", "answers with 304", id="not modified"),
    pytest.param(status(b"404 Not Found"), "hangs up", "answers with 404", id="not found"),
    pytest.param(status(b"429 Too Many Requests"), "hangs up", "answers with 429", id="too many"),
    pytest.param(status(b"503 Unavailable"), "hangs up", "answers with 503", id="broken"),
    pytest.param(status(b"206 Partial Content", body=HALF), "hangs up", "answers with 206", id="a part"),
]  # fmt: skip


@pytest.mark.parametrize("before", [b"", b"what was there"], ids=["none yet", "one of before"])
@pytest.mark.parametrize(("answer", "then", "said"), FAULTS)
def test_whatever_fails_is_told_and_what_was_there_stays(tmp_path, answer, then, said, before):
    file = tmp_path / "companies"
    if before:
        file.write_bytes(before)

    with FarEnd(answer, then) as far, pytest.raises(PortinaioError) as failed:
        fetch(far.url, str(file), DAY, PATIENCE.get(then, PATIENT))

    assert said in str(failed.value)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_where_nobody_listens_that_is_said(tmp_path):
    with pytest.raises(PortinaioError, match=r"127\.0\.0\.1 cannot be reached: "):
        fetch(f"http://127.0.0.1:{free_port()}{PATH}", str(tmp_path / "companies"), DAY, PATIENT)

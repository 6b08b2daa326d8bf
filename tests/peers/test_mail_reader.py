"""A mail draft opens in a real mail reader, ready to send."""

from __future__ import annotations

import shutil
import subprocess
import time

import pytest

from letters import ENERGY, a_draft
from portinaio.complaints.mail import Enclosure, as_eml, as_mail

NAME = "Società Esempio per l’Energia è Più Bella S.p.A."


@pytest.fixture
def terminal(tmp_path):
    """A terminal of its own, in which keys are pressed and the screen is read."""
    for program in ("tmux", "mutt"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    socket = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]

    def tmux(*words: str) -> str:
        done = subprocess.run([*socket, *words], capture_output=True, text=True, check=True)
        return done.stdout

    yield tmux
    subprocess.run([*socket, "kill-server"], capture_output=True, check=False)


def screen_with(tmux, text: str) -> str:
    for _ in range(100):
        if text in (screen := tmux("capture-pane", "-p")):
            return screen
        time.sleep(0.1)
    pytest.fail(f"{text} does not appear in:\n{screen}")


@pytest.mark.peers
def test_mutt_opens_the_draft_with_its_headers_and_the_letter(terminal, tmp_path):
    draft = a_draft(company=ENERGY._replace(name=NAME))
    (tmp_path / "draft.eml").write_bytes(as_eml(draft, [Enclosure("complaint-1.pdf", b"%PDF")]))
    quiet = f"set editor=true folder={tmp_path} spoolfile={tmp_path}/in sendmail=false record="
    terminal(
        "new-session", "-d", "-x", "120", "-y", "30", "-e", "LANG=C.UTF-8", "-e", f"HOME={tmp_path}",
        "mutt", "-n", "-F", "/dev/null", "-e", quiet, "-H", f"{tmp_path}/draft.eml",
    )  # fmt: skip
    screen_with(terminal, "To: ")
    terminal("send-keys", "Enter")
    screen_with(terminal, "Subject: ")
    terminal("send-keys", "Enter")

    screen_with(terminal, "y:Send")
    for told in (  # each may be painted a moment later
        "From: Maria Rossi <maria@example.net>",
        f'To: "{NAME}" <privacy@example.com>',
        "Subject: Opposizione al trattamento per finalità di marketing",
        "complaint-1.pdf",
    ):
        assert screen_with(terminal, told)


@pytest.mark.peers
def test_mutt_shows_what_arrives_with_its_headers_and_the_pdf(terminal, tmp_path):
    draft = a_draft(company=ENERGY._replace(name=NAME))._replace(sender=("Perché Rossi", "m@a.net"))
    headers = {"Date": "Tue, 24 Nov 2026 18:00:00 +0100", "Message-ID": "<m@portinaio.invalid>"}
    mail = as_mail(draft, [Enclosure("complaint-1.pdf", b"%PDF")], "maria@example.net", headers)
    box = tmp_path / "in"
    box.write_bytes(b"From x Tue Nov 24 18:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n")
    terminal(
        "new-session", "-d", "-x", "120", "-y", "30", "-e", "LANG=C.UTF-8", "-e", f"HOME={tmp_path}",
        "mutt", "-n", "-F", "/dev/null", "-e", f"set folder={tmp_path}", "-R", "-f", str(box),
    )  # fmt: skip
    screen_with(terminal, "Perch")
    terminal("send-keys", "Enter")

    for told in (
        "From: Perché Rossi <maria@example.net>",
        f'To: "{NAME}" <privacy@example.com>',
        "Subject: Opposizione al trattamento per finalità di marketing",
        "Reply-To: m@a.net",
    ):
        assert screen_with(terminal, told)
    terminal("send-keys", "v")
    assert screen_with(terminal, "complaint-1.pdf")

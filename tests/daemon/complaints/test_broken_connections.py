"""Of a connection that breaks before the last line nothing was sent; after it nobody knows."""

from __future__ import annotations

import pytest
from aiosmtpd.smtp import SMTP

from complaint_world import Clock
from mailing import NOTHING_LEFT, a_house, message_ids, on_file, serving
from portinaio.daemon.complaints import send_mail
from portinaio.errors import PortinaioError, UsageError


class BreaksInTheLetter(SMTP):
    async def smtp_DATA(self, _arg):  # noqa: N802  # aiosmtpd's name
        await self.push("354 go on")
        await self._reader.read(1000)
        self.transport.abort()


def test_a_connection_that_breaks_within_the_letter_has_sent_nothing(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate, BreaksInTheLetter) as port:
        client = a_house(tmp_path, port)
        client.attach(1, "contratto.pdf", bytes(8 << 20))

        with pytest.raises(PortinaioError, match="the letter was not sent"):
            send_mail.send(client.context, 1, trust)

        client.context.close()
    assert (postbox.envelopes, on_file(tmp_path)) == ([], NOTHING_LEFT)


def test_after_the_last_line_nobody_knows_and_a_second_time_it_is_the_same_mail(
    tmp_path, postbox, certificate, trust
):
    async def taken_and_gone(server, _session, envelope):
        postbox.envelopes.append(envelope)
        server.transport.abort()

    with serving(postbox, certificate) as port:
        client, usual = a_house(tmp_path, port), postbox.handle_DATA
        postbox.handle_DATA = taken_and_gone
        with pytest.raises(PortinaioError, match=r"may have been sent on 24 Nov 2026.*--again"):
            send_mail.send(client.context, 1, trust)
        state, doubt, (record,) = on_file(tmp_path)
        postbox.handle_DATA = usual
        with pytest.raises(UsageError, match="may have been sent"):
            send_mail.send(client.context, 1, trust)

        client.context._now = Clock(day=25)
        send_mail.send(client.context, 1, trust, again=True)

        client.context.close()
    assert (state, bool(doubt)) == ("draft", True)
    assert message_ids(postbox) == [f"<{record.message_id}>"] * 2
    assert postbox.envelopes[0].content == postbox.envelopes[1].content
    assert on_file(tmp_path) == ("sent", None, [record])


def test_a_second_time_that_is_refused_leaves_the_doubt_of_the_first(
    tmp_path, postbox, certificate, trust
):
    async def gone(server, _session, _envelope):
        server.transport.abort()

    with serving(postbox, certificate) as port:
        client, usual = a_house(tmp_path, port), postbox.handle_DATA
        postbox.handle_DATA = gone
        with pytest.raises(PortinaioError, match="may have been sent"):
            send_mail.send(client.context, 1, trust)
        before = on_file(tmp_path)
        postbox.handle_DATA, postbox.refuses = usual, "451 later"

        with pytest.raises(PortinaioError, match="was not sent"):
            send_mail.send(client.context, 1, trust, again=True)

        client.context.close()
    assert on_file(tmp_path) == before

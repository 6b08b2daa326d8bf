"""A letter to a server that takes its time arrives once, and says on the way how far it has come."""

from __future__ import annotations

import pytest

from mailing import a_house, message_ids, on_file, serving
from portinaio.daemon.complaints import send_mail
from portinaio.errors import PortinaioError
from postbox import slow

STAGES = [
    "connecting to localhost",
    "localhost has let us in and is given the letter",
    "localhost has taken the letter; it is being filed",
]


def stages_of(client):
    """What whoever listens is told of the letter, event by event."""
    told = []

    def publish(name, content):
        if name == "complaints":
            told.extend(str(one["stage"]) for one in content())

    client.context.publish = publish
    return told


def test_a_server_that_is_slow_at_every_answer_gets_the_letter_once(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate, slow(0.03)) as port:
        client = a_house(tmp_path, port)

        send_mail.send(client.context, 1, trust)

        client.context.close()
    state, doubt, (record,) = on_file(tmp_path)
    assert (state, doubt) == ("sent", None)
    assert message_ids(postbox) == [f"<{record.message_id}>"]


def test_a_letter_says_how_far_it_has_come(house, trust):
    told = stages_of(house)

    send_mail.send(house.context, 1, trust)

    assert [stage for stage in told if stage] == STAGES
    assert house.complaint(1)["stage"] == ""


def test_a_letter_that_is_refused_is_on_its_way_no_more(house, postbox, trust):
    postbox.refuses = "552 mailbox full"
    told = stages_of(house)

    with pytest.raises(PortinaioError, match="552"):
        send_mail.send(house.context, 1, trust)

    assert told == STAGES[:2]
    one = house.complaint(1)
    assert (one["stage"], "connecting" in one["advice"]) == ("", False)

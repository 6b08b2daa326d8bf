"""That a letter went as certified mail is the user's word; what the program's own sending knows of it is told beside it."""

from __future__ import annotations

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from portinaio.daemon.complaints.mail.mail_record import KeptReceipt, MailRecord, keep
from portinaio.daemon.complaints.mail.unconfirmed_mail import note_unconfirmed

ORDINARY = MailRecord(
    "1@portinaio.invalid", "2026-11-24T18:00:00+01:00", "maria@example.net", "privacy@example.com",
    "mail-1.eml", "", certified=False,
)  # fmt: skip
CERTIFIED = ORDINARY._replace(message_id="2@portinaio.invalid", certified=True)
DELIVERED = KeptReceipt("avvenuta-consegna", "2026-11-24T18:01:00+01:00", "x", "receipt.eml")
OWN_MAIL = "It left here as ordinary mail, from maria@example.net to privacy@example.com"
NO_BOX = "names no certified address (PEC) of the recipient"
PEC = {"company_pec": "energia@pec.example.com"}


@pytest.fixture
def house(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


def a_draft(house, records=(), *, doubt=False, **values):
    client = a_client(house)
    client.report(call=1, values=ANSWERS | MARIA | values)
    for record in records:
        keep(house.store, 1, record)
    if doubt:
        note_unconfirmed(house.store, 1, house.now())
    return client


@pytest.mark.parametrize("way", ["pec", "email", "registered", "post", "hand", ""])
@pytest.mark.parametrize(
    ("records", "values", "said"),
    [
        pytest.param([], {}, NO_BOX, id="no certified address"),
        pytest.param([], PEC, "", id="a certified address, and nothing known"),
        pytest.param([ORDINARY], PEC, OWN_MAIL, id="our mail was ordinary"),
        pytest.param([ORDINARY], {}, OWN_MAIL, id="our mail was ordinary, and no certified address"),
        pytest.param([CERTIFIED], PEC, "", id="our mail was certified"),
        pytest.param([CERTIFIED, ORDINARY], PEC, "", id="one of ours was certified"),
        pytest.param([ORDINARY._replace(receipts=(DELIVERED,))], PEC, "", id="a receipt says so"),
    ],
)  # fmt: skip
def test_what_our_sending_knows_better_is_told_beside_the_word_of_the_user(
    house, records, values, said, way
):
    client = a_draft(house, records, **values)

    told = client.mark_complaint(1, "sent", means=way or None)

    assert (told["sent"], told["means"]) == ("2026-11-24", way)  # the word is taken
    assert said in told["doubt"] if way == "pec" else not told["doubt"]
    assert bool(told["doubt"]) is (way == "pec" and bool(said))
    assert client.complaint(1)["doubt"] == told["doubt"]


@pytest.mark.parametrize("doubt", [True, False], ids=["unanswered", "nothing left"])
@pytest.mark.parametrize(("record", "way"), [(ORDINARY, "email"), (CERTIFIED, "pec")])
def test_a_mail_of_ours_that_the_server_did_not_answer_for_went_as_it_left(
    house, record, way, doubt
):
    client = a_draft(house, [record], doubt=doubt, **PEC)

    assert client.mark_complaint(1, "sent")["means"] == (way if doubt else "")


def test_the_word_of_the_user_goes_before_that_of_a_mail_in_doubt(house):
    client = a_draft(house, [ORDINARY], doubt=True, **PEC)

    assert client.mark_complaint(1, "sent", means="registered")["means"] == "registered"


def test_taking_it_back_takes_the_doubt_back(house):
    client = a_draft(house)
    client.mark_complaint(1, "sent", means="pec")

    assert client.unmark_complaint(1, "sent")["doubt"] == ""

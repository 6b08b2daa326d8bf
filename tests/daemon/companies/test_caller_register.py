"""The public register of numbers: asked when the user says so, over a network that may do anything, and never believed."""

from __future__ import annotations

import json
import socket
from datetime import timedelta

import pytest
from msgspec.structs import replace

from complaint_world import Clock, a_context
from daemon_world import a_client
from letters import a_sales_call
from list_server import AServer, dripping, head, ok, pouring, silent
from portinaio.countries.pack import read_pack
from portinaio.daemon.companies import caller_register
from portinaio.daemon.companies.register_worker import Limits, ask
from portinaio.daemon.companies.suggested_companies import Suggested, keep, suggested_for
from portinaio.daemon.maintenance import tidy
from portinaio.errors import PortinaioError, UsageError

CALLER = "+390200001234"
ANSWER = json.dumps({"ragioneSociale": "Esempio Contatti S.r.l."}).encode()
KEYS = ("ragioneSociale",)
SOURCE = "AGCOM, Registro degli operatori di comunicazione"


@pytest.fixture
def server():
    with AServer() as server:
        server.answers["/of/0200001234"] = ok(ANSWER)
        yield server


@pytest.fixture
def context(tmp_path, monkeypatch, server):
    """A house whose Italian pack has its register on this computer."""
    italy = read_pack("IT")
    assert italy.register
    here = replace(italy, register=replace(italy.register, ask=server.url("/of/{national}")))
    monkeypatch.setattr(caller_register, "read_pack", lambda _country: here)
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


class TestBefore:
    def test_who_would_learn_of_the_call_is_said_and_nobody_is_asked(self, client, server):
        whom = client.register("02 0000 1234")

        assert (whom["number"], whom["keeper"], whom["host"], server.asked) == (
            CALLER,
            "AGCOM",
            "127.0.0.1",
            [],
        )

    @pytest.mark.parametrize("number", ["+12025550101", "+33159070123"])
    def test_a_number_of_another_country_is_asked_of_nobody(self, client, server, number):
        with pytest.raises(UsageError, match=r"numbers that begin with \+39"):
            client.ask_register(number)

        assert server.asked == []

    def test_while_a_call_is_under_way_nobody_is_asked(self, client, context, server):
        context.ringing = lambda: True

        with pytest.raises(UsageError, match="ask when it is over"):
            client.ask_register(CALLER)

        assert server.asked == []

    def test_a_call_that_is_judged_and_reported_asks_nobody(self, client, server):
        client.check(CALLER)
        client.report(call=1)

        assert server.asked == []


class TestAsked:
    def test_the_answer_is_the_company_with_source_and_day(self, client):
        assert client.ask_register("02 0000 1234") == {
            "number": CALLER,
            "companies": ["Esempio Contatti S.r.l."],
            "source": SOURCE,
            "day": "2026-11-24",
        }

    def test_the_register_hears_the_national_number_and_no_more(self, client, server):
        client.ask_register(CALLER)

        (request,) = server.asked
        names = {line.partition(":")[0].lower() for line in request.splitlines()[1:] if line}
        assert request.startswith("GET /of/0200001234 HTTP/1.1")
        assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}

    def test_nothing_is_entered_into_the_company_book(self, client):
        client.ask_register(CALLER)

        assert client.companies() == []

    def test_it_is_suggested_in_the_next_draft_with_source_and_day(self, client, context):
        number = context.store.calls.get(1).number
        context.store.state.set(
            f"register.{number}",
            json.dumps({"companies": ["Esempio"], "source": SOURCE, "day": "2026-11-24"}),
        )

        draft = client.report(call=1)

        assert draft["suggestions"][0] == {
            "key": "company",
            "value": "Esempio",
            "source": f"{SOURCE}, 2026-11-24",
        }
        assert "Esempio" not in draft["text"]

    def test_what_the_user_takes_has_the_register_as_its_source_and_the_letter_says_so(
        self, client, context
    ):
        number = context.store.calls.get(1).number
        context.store.state.set(
            f"register.{number}",
            json.dumps({"companies": ["Esempio"], "source": SOURCE, "day": "2026-11-24"}),
        )
        client.report(call=1, values={"company": "esempio"})

        (company,) = client.companies()
        cautions = client.report(call=1)["cautions"]
        assert company["source"] == f"{SOURCE}, 2026-11-24"
        assert any(f"{SOURCE}, 2026-11-24" in caution for caution in cautions)

    def test_it_stands_among_the_suggestions_until_the_number_is_in_the_book(self, client):
        client.ask_register(CALLER)
        before = [each["number"] for each in client.suggested_companies()]

        client.set_company("Esempio", {}, [CALLER])

        assert (before, client.suggested_companies()) == ([CALLER], [])

    def test_it_goes_with_the_calls_that_it_is_about(self, client, context):
        client.ask_register(CALLER)
        now = context.now()
        context.now = lambda: now + timedelta(days=90)
        tidy(context, 90)
        kept = len(client.suggested_companies())

        context.now = lambda: now + timedelta(days=91)
        tidy(context, 90)

        assert (kept, client.suggested_companies()) == (1, [])

    def test_it_is_forgotten_with_the_last_call_of_its_number(self, client, context):
        number = context.store.calls.get(1).number
        context.store.calls.record(a_sales_call(19, 2, number=number))
        kept = Suggested(number, ("Esempio",), SOURCE, "2026-11-24")
        keep(context.store, kept)

        client.forget_call(1)
        before = suggested_for(context.store, number)
        client.forget_call(2)

        assert (before, suggested_for(context.store, number)) == (kept, None)

    def test_who_forgets_old_calls_forgets_what_was_answered_then(self, client):
        client.ask_register(CALLER)
        client.forget_calls("2026-11-24T23:00:00+01:00")
        kept = len(client.suggested_companies())

        client.forget_calls("2026-11-25T00:00:00+01:00")

        assert (kept, client.suggested_companies()) == (1, [])

    def test_one_that_a_disk_has_spoilt_is_none(self, client, context):
        context.store.state.set(f"register.{CALLER}", '{"companies": 5')

        assert client.suggested_companies() == []

    def test_a_number_in_no_register_is_told_so_and_nothing_is_kept(self, client, server):
        server.answers["/of/0200001234"] = ok(b"")

        assert (client.ask_register(CALLER)["companies"], client.suggested_companies()) == ([], [])

    def test_a_fault_names_the_keeper(self, client, server):
        server.answers["/of/0200001234"] = ok(b"<html>")

        with pytest.raises(
            PortinaioError, match="the register of AGCOM has not answered: it sends a web"
        ):
            client.ask_register(CALLER)

    def test_a_question_whose_process_dies_is_told(self, client, monkeypatch):
        monkeypatch.setattr(caller_register, "MODULE", "portinaio.daemon.no_such_module")

        with pytest.raises(PortinaioError, match="ended before there was an answer"):
            client.ask_register(CALLER)


PATIENT = Limits(bytes=1000)
HURRIED = Limits(bytes=1000, total_s=0.4, wait_s=0.2)
"""For what never comes to an end."""
LONG = json.dumps({"ragioneSociale": "x" * 2000}).encode()


class TestTheNetwork:
    @pytest.mark.parametrize(
        ("answer", "fault"),
        [
            pytest.param(ok(b"", status="404 Not Found"), "404: the number is in no register, or", id="404"),
            pytest.param(ok(b"", status="500 Oops"), "the error 500", id="500"),
            pytest.param(head("HTTP/1.1 302 Found", "Location: https://example.org/"), "sends us elsewhere", id="elsewhere"),
            pytest.param(ok(b"<!DOCTYPE html>", "Content-Type: text/html"), "web page", id="HTML"),
            pytest.param(ok(b'{"ragioneSociale": "Es', length=22), "no JSON", id="cut short"),
            pytest.param(ok(ANSWER, length=5000), "cannot be reached|in time", id="shorter than promised"),
            pytest.param(ok(LONG), "longer than", id="too long"),
            pytest.param(pouring(head("HTTP/1.1 200 OK"), b"x" * 4096), "longer than", id="without an end"),
            pytest.param(dripping(head("HTTP/1.1 200 OK"), b" "), "does not answer in time", id="drop by drop"),
            pytest.param(silent, "does not answer in time", id="silent"),
            pytest.param(b"", "cannot be reached", id="hangs up"),
            pytest.param(b"SSH-2.0-OpenSSH\r\n", "cannot be reached", id="another protocol"),
            pytest.param(ok(ANSWER, "Content-Encoding: gzip"), None, id="says that it is packed, and is not"),
        ],
    )  # fmt: skip
    def test_whatever_a_register_does_there_is_an_end_and_a_sentence(self, server, answer, fault):
        server.answers["/of/1"] = answer

        if fault is None:
            assert ask(server.url("/of/1"), KEYS, PATIENT) == ("Esempio Contatti S.r.l.",)
            return
        limits = HURRIED if "in time" in fault else PATIENT
        with pytest.raises(PortinaioError, match=fault):
            ask(server.url("/of/1"), KEYS, limits)

    def test_nothing_to_say_is_no_company(self, server):
        server.answers["/of/1"] = b"HTTP/1.1 204 No Content\r\n\r\n"

        assert ask(server.url("/of/1"), KEYS, PATIENT) == ()

    def test_a_register_that_is_not_there_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]

            with pytest.raises(PortinaioError, match=r"127\.0\.0\.1 cannot be reached"):
                ask(f"http://127.0.0.1:{port}/of/1", KEYS, PATIENT)

    def test_only_https_leaves_this_computer(self):
        with pytest.raises(PortinaioError, match="over https:// only"):
            ask("http://example.org/of/1", KEYS, HURRIED)

"""A report given to lists: exactly what was shown leaves, once, and it waits where nobody takes it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.logged import IMPORTED
from portinaio.daemon.errands.errand import run_errand
from portinaio.daemon.sharing import outbox
from portinaio.daemon.sharing.keep_shares import look_once
from portinaio.errors import NotFoundError, UsageError
from report_server import TOKEN, AReportServer, a_catalogue, in_this_process
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from daemon_world import AClient
    from portinaio.daemon.context import Context

NUMBER = "+390200001234"
WITH_TOKEN = 'country = "IT"\n[[list]]\nname = "votes"\ntoken = { file = "token" }\n'
SHOPS = "phoneblock", "blocklist-italia"
"""Of the catalogue that is shipped; they have no part in this."""


class Now:
    def __init__(self) -> None:
        self.later = timedelta()

    def __call__(self):
        return FROZEN_NOW + self.later


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[AReportServer]:
    monkeypatch.setattr(outbox, "run_errand", in_this_process)
    with AReportServer() as server:
        yield server


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def context(tmp_path: Path, server: AReportServer, now: Now) -> Iterator[Context]:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    (tmp_path / "catalog.toml").write_text(a_catalogue(server.port))
    context = a_context(tmp_path, WITH_TOKEN, now=now)
    yield context
    context.close()


@pytest.fixture
def client(context: Context) -> AClient:
    return a_client(context)


def states(client: AClient) -> dict[str, str]:
    return {one["list"]: one["state"] for one in client.shares()}


class TestShown:
    def test_a_preview_shows_what_each_list_would_get_and_nothing_leaves(self, client, server):
        shown = client.preview_share("02 0000 1234", topic="energy", company="Luce S.p.A.")

        by_name = {one["name"]: one for one in shown["targets"] if one["name"] not in SHOPS}
        assert by_name["votes"]["body"] == (
            '{"phone": "00390200001234", "rating": "E_ADVERTISING", "comment": "Luce S.p.A."}'
        )
        assert by_name["pages"]["url"].endswith(
            "/new?numero=%2B390200001234&categoria=energia&data=2026-11-24&descrizione=Luce%20S.p.A."
        )
        assert (server.taken, client.shares()) == ([], [])

    def test_what_leaves_is_what_was_shown_with_the_token_of_the_user(self, client, server):
        (shown,) = (
            one for one in client.preview_share(NUMBER)["targets"] if one["name"] == "votes"
        )

        client.share(NUMBER, targets=["votes"])

        (taken,) = server.taken
        assert (taken.method, f"http://127.0.0.1:{server.port}{taken.path}", taken.body) == (
            shown["method"],
            shown["url"],
            shown["body"],
        )
        assert taken.headers["Authorization"] == f"Bearer {TOKEN}"

    def test_without_a_word_of_the_user_no_text_leaves(self, client, server):
        client.share(NUMBER, targets=["votes"])

        assert json.loads(server.bodies[0])["comment"] == ""

    def test_the_day_is_that_of_the_call(self, client, context):
        context.store.calls.record(
            a_logged_call(number=NUMBER, calling=NUMBER, at=FROZEN_NOW - timedelta(days=3))
        )

        assert client.preview_share(call=1)["day"] == "2026-11-21"

    def test_it_is_given_by_a_process_of_its_own(self, client, server, monkeypatch):
        monkeypatch.setattr(outbox, "run_errand", run_errand)

        (given,) = client.share(NUMBER, targets=["votes"])

        assert (given["state"], len(server.taken)) == ("given", 1)


class TestOnce:
    def test_twice_is_once(self, client, server):
        client.share(NUMBER, targets=["votes"])
        client.share(NUMBER, targets=["votes"])

        assert len(server.taken) == 1

    def test_another_topic_corrects_what_was_given(self, client, server):
        client.share(NUMBER, targets=["votes"])
        client.share(NUMBER, targets=["votes"], topic="energy")

        assert [json.loads(body)["rating"] for body in server.bodies] == [
            "B_MISSED",
            "E_ADVERTISING",
        ]
        assert [one["topic"] for one in client.shares()] == ["energy"]

    def test_a_page_is_opened_and_nothing_is_sent(self, client, server):
        (opened,) = client.share(NUMBER, targets=["pages"])

        assert (opened["state"], server.taken) == ("opened", [])
        assert opened["page"].startswith(f"http://127.0.0.1:{server.port}/new?")


class TestTakenBack:
    def test_a_rating_is_followed_by_that_of_a_legitimate_number(self, client, server):
        client.share(NUMBER, targets=["votes"], company="Luce")
        client.withdraw_share(NUMBER)

        assert [json.loads(body) for body in server.bodies[1:]] == [
            {"phone": "00390200001234", "rating": "A_LEGITIMATE", "comment": ""}
        ]
        assert states(client) == {"votes": "withdrawn"}

    def test_it_can_be_given_again(self, client, server):
        client.share(NUMBER, targets=["votes"])
        client.withdraw_share(NUMBER)
        client.share(NUMBER, targets=["votes"])

        assert (len(server.taken), states(client)) == (3, {"votes": "given"})

    def test_what_never_left_the_house_is_taken_back_without_a_word(self, client, server, context):
        context.ringing = lambda: True
        client.share(NUMBER, targets=["votes"])
        context.ringing = bool

        client.withdraw_share(NUMBER)
        look_once(context)

        assert (server.taken, states(client)) == ([], {"votes": "withdrawn"})

    def test_a_try_that_may_have_arrived_is_taken_back_there(self, client, server, context, now):
        server.status = 503
        client.share(NUMBER, targets=["votes"])
        client.withdraw_share(NUMBER)
        server.status = 200
        now.later = timedelta(days=2)

        look_once(context)

        assert json.loads(server.bodies[-1])["rating"] == "A_LEGITIMATE"
        assert states(client) == {"votes": "withdrawn"}

    def test_nothing_is_taken_back_that_was_not_shared(self, client):
        with pytest.raises(NotFoundError, match="nothing of"):
            client.withdraw_share(NUMBER)


class TestWaiting:
    @pytest.mark.parametrize("status", [408, 429, 500, 503])
    def test_a_list_that_has_trouble_is_asked_again(self, client, server, context, now, status):
        server.status = status
        (waiting,) = client.share(NUMBER, targets=["votes"])
        server.status = 200
        now.later = timedelta(minutes=2)

        look_once(context)

        assert (waiting["state"], f"error {status}" in waiting["error"]) == ("waiting", True)
        assert (len(server.taken), states(client)) == (2, {"votes": "given"})

    def test_nobody_is_asked_before_the_pause_is_over(self, client, server, context, now):
        server.status = 503
        client.share(NUMBER, targets=["votes"])
        now.later = timedelta(seconds=59)

        look_once(context)

        assert len(server.taken) == 1

    def test_offline_it_waits_and_says_why(self, client, server):
        server.__exit__()
        (waiting,) = client.share(NUMBER, targets=["votes"])

        assert waiting["state"] == "waiting"
        assert "127.0.0.1 cannot be reached" in waiting["error"]
        server.__init__()  # the fixture ends one that runs
        server.__enter__()

    @pytest.mark.parametrize(("status", "said"), [(401, "token"), (400, "error 400")])
    def test_who_refuses_is_not_asked_again(self, client, server, now, status, said):
        server.status = status
        (refused,) = client.share(NUMBER, targets=["votes"])
        now.later = timedelta(days=9)

        look_once(client.context)

        assert (refused["state"], said in refused["error"]) == ("refused", True)
        assert len(server.taken) == 1

    def test_while_a_call_rings_nothing_is_sent(self, client, server, context):
        context.ringing = lambda: True
        client.share(NUMBER, targets=["votes"])
        before = len(server.taken)
        context.ringing = bool

        look_once(context)

        assert (before, len(server.taken)) == (0, 1)


class TestNever:
    def test_without_a_key_press_nothing_leaves(self, client, server, context):
        client.add_entry(NUMBER, kind="block")
        context.store.calls.record(a_logged_call(number=NUMBER, calling=NUMBER))
        look_once(context)

        assert server.taken == []

    def test_a_contact_is_never_shared(self, client, server):
        client.add_contact("Anna", NUMBER)

        with pytest.raises(UsageError, match="Anna of your contacts"):
            client.share(NUMBER, targets=["votes"])
        assert server.taken == []

    def test_an_own_number_is_never_shared(self, client, server):
        client.set_profile({"line": "02 0000 1234"})

        with pytest.raises(UsageError, match="a number of your own"):
            client.share(NUMBER, targets=["votes"])
        assert server.taken == []

    def test_a_number_that_is_allowed_is_not_shared(self, client, server):
        client.add_entry(NUMBER, kind="allow")

        with pytest.raises(UsageError, match="you allow"):
            client.share(NUMBER, targets=["votes"])
        assert server.taken == []

    @pytest.mark.parametrize("number", ["112", "0", "+39 02", "hello"])
    def test_what_is_no_number_is_not_shared(self, client, number):
        with pytest.raises(UsageError):
            client.share(number)

    def test_a_call_without_a_number_is_not_shared(self, client, context):
        context.store.calls.record(a_logged_call(number=None, calling=""))

        with pytest.raises(UsageError, match="gave no number"):
            client.share(call=1)

    def test_never_means_never(self, client, server, context):
        file = Path(context.home.config_file)
        file.write_text(file.read_text() + '[community]\nshare = "never"\n')

        with pytest.raises(UsageError, match="nothing is shared"):
            client.share(NUMBER)
        assert server.taken == []


class TestWhoTakesIt:
    def test_a_list_without_a_token_says_what_it_needs(self, client, context, server, tmp_path):
        (tmp_path / "config.toml").write_text('country = "IT"\n')
        context.config_changed()

        with pytest.raises(UsageError, match="needs a token; store it with"):
            client.share(NUMBER, targets=["votes"])
        assert server.taken == []

    def test_a_list_of_another_country_is_no_place_for_a_number(self, client):
        names = {one["name"] for one in client.preview_share("+1 202 555 0101")["targets"]}

        assert names == {"votes", "phoneblock"}

    def test_a_name_that_is_none_is_refused_with_those_that_are(self, client):
        with pytest.raises(NotFoundError, match="but: votes"):
            client.share(NUMBER, targets=["vote"])

    @pytest.mark.parametrize(("line", "fits"), [("home", True), (IMPORTED, False), (None, False)])
    def test_who_wants_received_calls_alone_gets_no_other(
        self, client, server, tmp_path, line, fits
    ):
        (tmp_path / "catalog.toml").write_text(a_catalogue(server.port, received=True))
        if line is not None:
            client.context.store.calls.record(
                a_logged_call(number=NUMBER, calling=NUMBER, line=line)
            )

        (page,) = (one for one in client.preview_share(NUMBER)["targets"] if one["name"] == "pages")

        assert (page["refusal"] is None) is fits

"""`portinaio share`: what leaves is shown before, and where nobody is there to look at it nothing leaves unless it is said so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from report_server import TOKEN, AReportServer, a_catalogue
from same_process import in_this_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Answer

NUMBER = "+390200001234"


@pytest.fixture
def server() -> Iterator[AReportServer]:
    with AReportServer() as server:
        yield server


@pytest.fixture
def subscribed(house: Path, server: AReportServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    in_this_process(monkeypatch)
    house.mkdir(mode=0o700)
    (house / "token").write_text(TOKEN)
    (house / "token").chmod(0o600)
    (house / "catalog.toml").write_text(a_catalogue(server.port))
    (house / "config.toml").write_text(
        'country = "IT"\n[[list]]\nname = "votes"\ntoken = { file = "token" }\n'
    )
    return house


@pytest.mark.usefixtures("subscribed")
class TestShare:
    def test_what_leaves_is_shown_and_then_asked_for(self, run, typed, server):
        typed("y")

        ended = run("share", NUMBER, "--to", "votes", "--about", "energy")

        assert ended.out.splitlines() == [
            "Votes is given exactly this:",
            f"  POST http://127.0.0.1:{server.port}/rate",
            '  {"phone": "00390200001234", "rating": "E_ADVERTISING", "comment": ""}',
            "Votes: +390200001234: given to it",
        ]
        assert server.bodies == [ended.out.splitlines()[2].strip()]

    @pytest.mark.parametrize("answer", ["n", ""])
    def test_without_a_yes_nothing_leaves(self, run, typed, server, answer):
        typed(answer)

        ended = run("share", NUMBER, "--to", "votes")

        assert (ended.code, server.taken) == (2, [])
        assert "nothing has left" in ended.err

    def test_where_nobody_sits_nothing_leaves_unless_it_is_said(self, run, server):
        ended = run("share", NUMBER, "--to", "votes")

        assert (ended.code, server.taken) == (2, [])
        assert "--dry-run" in ended.err

    def test_a_dry_run_shows_it_and_gives_nothing(self, run, server):
        ended = run("share", NUMBER, "--dry-run", "--json")

        assert "votes" in [one["name"] for one in ended.json["targets"]]
        assert server.taken == []

    def test_a_page_is_named_and_the_user_sends_it(self, run, server):
        ended = run("share", NUMBER, "--to", "pages", "--yes")

        page = f"http://127.0.0.1:{server.port}/new?numero=%2B390200001234&categoria=altro"
        page += f"&data={_today(ended)}&descrizione="
        assert ended.out.splitlines() == [
            "Pages: +390200001234: its page is filled in; you send it",
            f"Send it on this page: {page}",
        ]
        assert server.taken == []

    def test_it_is_taken_back_by_the_same_word(self, run, server):
        run("share", NUMBER, "--to", "votes", "--yes")

        ended = run("share", NUMBER, "--withdraw")

        assert ended.out == "Votes: +390200001234: taken back\n"
        assert json.loads(server.bodies[-1])["rating"] == "A_LEGITIMATE"

    def test_alone_it_tells_what_was_shared(self, run):
        empty = run("share").out
        run("share", NUMBER, "--to", "votes", "--yes")

        assert empty == "Nothing was shared so far.\n"
        assert [one["state"] for one in run("share", "--json").json] == ["given"]

    def test_who_is_blocked_is_offered_to_lists_until_one_has_a_report(self, run, server):
        offered = run("block", NUMBER).out
        run("share", NUMBER, "--to", "votes", "--yes")
        again = run("block", NUMBER).out

        assert f"portinaio share {NUMBER}" in offered
        assert ("portinaio share" in again, len(server.taken)) == (False, 1)

    @pytest.mark.parametrize("pattern", ["0844*", "+39 0844 123456"])
    def test_nothing_is_offered_where_nothing_can_be_given(self, run, subscribed, pattern):
        with (subscribed / "config.toml").open("a") as config:
            config.write('[community]\nshare = "never"\n')

        assert "portinaio share" not in run("block", pattern, "--yes").out

    def test_the_token_stands_nowhere_in_what_is_printed(self, run):
        shown = run("share", NUMBER, "--dry-run", "--json").out
        shown += run("share", NUMBER, "--to", "votes", "--yes", "--json").out

        assert TOKEN not in shown


def _today(ended: Answer) -> str:
    return ended.out.partition("data=")[2].partition("&")[0]

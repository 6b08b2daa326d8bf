"""What the policy of config.toml does, as `portinaio check` tells it."""

from __future__ import annotations

import pytest


def configure(house, text):
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text(text)


@pytest.fixture
def asks(run, house):
    """What `check` answers in a home with this configuration."""

    def asks(config, *asked):
        configure(house, config)
        return run("check", *asked, "--json").json

    return asks


STRANGER, SWISS, SWISS_TOO = "+390200001234", "+41440000000", "+41440000001"


@pytest.mark.parametrize(
    ("config", "asked", "action", "because"),
    [
        pytest.param(
            '[policy]\nabroad = "reject"\n',
            [SWISS],
            "reject",
            "a number of another country, +41",
            id="abroad",
        ),
        pytest.param(
            '[policy]\nabroad = "reject"\n',
            [STRANGER],
            "ring",
            "nothing is known of this number",
            id="at home",
        ),
        pytest.param(
            '[policy]\nunavailable = "reject"\n',
            ["unavailable"],
            "reject",
            "the network could not tell the number",
            id="unavailable",
        ),
        pytest.param(
            '[policy]\nunavailable = "reject"\n',
            ["anonymous"],
            "ring",
            "number withheld",
            id="withheld is something else",
        ),
        pytest.param(
            '[policy]\nwithheld = "ring"\nhours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]\n',
            ["anonymous", "--at", "2026-11-24T23:00"],
            "silence",
            "quiet hours 22:00-07:00; number withheld",
            id="withheld at night",
        ),
        pytest.param(
            '[policy]\nunknown = "ring"\n[[line]]\nname = "home"\nkind = "replay"\npolicy = { abroad = "silence" }\n',
            [SWISS, "--line", "home"],
            "silence",
            "a number of another country, +41",
            id="abroad on one line",
        ),
        pytest.param(
            '[policy]\nabroad = "reject"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "+41 43 000 00 09"\n',
            [SWISS, "--line", "home"],
            "ring",
            "nothing is known of this number",
            id="at home on a line of that country",
        ),
        pytest.param(
            '[policy]\nforged = "reject"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "02 0000 1234"\n',
            [STRANGER, "--line", "home"],
            "reject",
            "forged: it shows the number of the line that rings, which cannot call itself",
            id="the number of the line itself is forged",
        ),
    ],
)
def test_a_key_decides_and_says_why(asks, config, asked, action, because):
    answer = asks(config, *asked)

    assert (answer["action"], answer["because"]) == (action, because)


def test_of_a_country_that_is_shut_out_the_user_allows_whom_he_likes(run, house):
    configure(house, '[policy]\nabroad = "reject"\n')

    run("allow", "+41440000*")

    assert [
        run("check", n, "--json").json["action"] for n in (SWISS, SWISS_TOO, "+33162000000")
    ] == [
        "ring",
        "ring",
        "reject",
    ]


def test_what_is_said_of_a_number_from_abroad_is_italian_in_italian(run, house, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")
    configure(house, '[policy]\nabroad = "reject"\n')

    assert run("check", SWISS).out.splitlines()[1:4] == [
        "  giudizio  sconosciuto, punteggio 0 su 100",
        "  azione    rifiuta",
        "  motivo    un numero di un altro Paese, +41",
    ]

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
        "  motivo    un numero di un altro paese, +41",
    ]


NIGHTS = """[policy]
hours = [ { from = "22:00", to = "07:00", unknown = "silence", groups = ["preferiti"] } ]
"""
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Anna
TEL:+390200000001
CATEGORIES:Preferiti
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bruno
TEL:+390200000002
END:VCARD
"""


def test_at_night_only_favourites_of_the_address_book_ring(asks, run, tmp_path):
    book = tmp_path / "book.vcf"
    book.write_text(CARDS)
    asks(NIGHTS, STRANGER)
    run("contacts", "import", str(book))

    actions = {
        (number[-1], hour): asks(NIGHTS, number, "--at", f"2026-11-24T{hour}:00")["action"]
        for number in ("+390200000001", "+390200000002")
        for hour in (12, 23)
    }

    assert actions == {
        ("1", 12): "ring",
        ("1", 23): "ring",
        ("2", 12): "ring",
        ("2", 23): "silence",
    }


def test_a_contact_of_ones_own_is_put_into_a_group(asks, run):
    asks(NIGHTS, STRANGER)
    added = run("contacts", "add", "Carla", "02 0000 0003", "--group", "Preferiti", "--json").json

    assert (added["groups"], run("contacts", "--json").json[0]["groups"]) == (
        ["Preferiti"],
        ["Preferiti"],
    )
    assert asks(NIGHTS, "+390200000003", "--at", "2026-11-24T23:00")["action"] == "ring"


@pytest.mark.parametrize(
    ("at", "action"),
    [
        pytest.param("2026-12-07T23:59", "ring", id="the evening before"),
        pytest.param("2026-12-08T00:00", "silence", id="its first minute"),
        pytest.param("2026-12-08T23:59", "silence", id="its last minute"),
        pytest.param("2026-12-09T00:00", "ring", id="the minute after"),
        pytest.param("2027-03-29T12:00", "silence", id="next year's Easter Monday"),
        pytest.param("2050-12-25T12:00", "silence", id="in a far year"),
    ],
)
def test_hours_on_holidays_hold_on_both_sides_of_midnight_and_in_every_year(asks, at, action):
    config = '[policy]\nhours = [ { from = "00:00", to = "24:00", days = ["holiday"], unknown = "silence" } ]\n'

    assert asks(config, STRANGER, "--at", at)["action"] == action


@pytest.mark.parametrize(("country", "action"), [("IT", "ring"), ("FR", "silence")])
def test_holidays_are_those_of_the_country_of_the_house(asks, country, action):
    config = f'country = "{country}"\n[policy]\nhours = [ {{ from = "00:00", to = "24:00", days = ["holiday"], unknown = "silence" }} ]\n'

    assert asks(config, "+390200001234", "--at", "2026-07-14T12:00")["action"] == action

"""`[[notify]]` and `[ncid]` of config.toml."""

from __future__ import annotations

from datetime import datetime

import pytest

from portinaio.config.edit import set_values
from portinaio.config.load import load_settings, parse_settings
from portinaio.config.notify import broker, name_of, own_quiet_hours
from portinaio.config.passwords import passwords_of
from portinaio.config.settings import NotifyTable
from portinaio.errors import ConfigError, NotFoundError

WEBHOOK = '[[notify]]\nkind = "webhook"\nurl = "https://example.net/hook"\n'
MAIL = '[mail]\nhost = "smtp.example.net"\nfrom = "me@example.net"\n[[notify]]\nkind = "mail"\n'


@pytest.mark.parametrize(
    "text",
    [
        WEBHOOK,
        '[[notify]]\nkind = "webhook"\nurl = "http://192.168.1.5:8123/api/webhook/x?y=1"\nnumber = "none"\nquiet = "22:00-07:00"\npassword = { env = "X" }\n',
        '[[notify]]\nkind = "ntfy"\nurl = "https://ntfy.sh/my-topic"\non = []\nquiet = "never"\n',
        '[[notify]]\nkind = "mqtt"\nurl = "mqtt://broker"\non = ["rejected", "line", "deadline"]\nusername = "a"\npassword = { keyring = "b" }\n',
        '[[notify]]\nkind = "mqtt"\nurl = "mqtts://[::1]:8884/house/door"\nquiet = "12:00-24:00"\n',
        MAIL,
        MAIL + 'recipient = "you@example.net"\nquiet = "00:00-00:00"\n',
        WEBHOOK + '[[notify]]\nkind = "webhook"\nname = "other"\nurl = "https://example.net/"\n',
        '[ncid]\nlisten = "0.0.0.0:3333"\ntrusted = ["192.168.1.0/24", "fe80::/10"]\n',
    ],
)
def test_what_is_meant_is_taken(text: str) -> None:
    parse_settings(text, "config.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[notify]]\nkind = "fax"\n', "fax"),
        ('[[notify]]\nurl = "https://x"\n', "the key kind is missing"),
        (WEBHOOK + WEBHOOK, "two [[notify]] are called webhook"),
        (WEBHOOK + 'name = "a b"\n', "name must be letters"),
        (WEBHOOK + 'on = ["rung"]\n', "on knows rejected, line and deadline, not 'rung'"),
        (WEBHOOK + 'number = "half"\n', "half"),
        (WEBHOOK + 'quiet = "22-7"\n', "quiet must be policy, never or hours such as 22:00-07:00"),
        (WEBHOOK + 'quiet = "24:00-07:00"\n', "quiet must be"),
        (WEBHOOK + 'quiet = "22:00-07:60"\n', "quiet must be"),
        (WEBHOOK + 'username = "me"\n', "username is for mqtt alone"),
        (WEBHOOK + 'recipient = "me@example.net"\n', "recipient is for mail alone"),
        (WEBHOOK + 'password = { keyring = "a", env = "b" }\n', "a password is one of"),
        ('[[notify]]\nkind = "webhook"\n', "url of a webhook must begin with https://"),
        ('[[notify]]\nkind = "webhook"\nurl = "ftp://x"\n', "url of a webhook must begin with https://"),
        ('[[notify]]\nkind = "webhook"\nurl = "https://x:99999/"\n', "url of a webhook"),
        ('[[notify]]\nkind = "webhook"\nurl = "https:///x"\n', "url of a webhook"),
        ('[[notify]]\nkind = "webhook"\nurl = "https://x/\\u0001"\n', "no address may hold"),
        ('[[notify]]\nkind = "webhook"\nurl = "https://x/a b"\n', "no address may hold"),
        ('[[notify]]\nkind = "webhook"\nurl = "https://me:pass@x/"\n', "no password belong into url"),
        ('[[notify]]\nkind = "ntfy"\nurl = "https://ntfy.sh/"\n', "that of a topic"),
        ('[[notify]]\nkind = "ntfy"\nurl = "https://ntfy.sh/a/b"\n', "that of a topic"),
        ('[[notify]]\nkind = "mqtt"\nurl = "https://x"\n', "must begin with mqtt://"),
        ('[[notify]]\nkind = "mqtt"\nurl = "mqtt://x/a/#"\n', "url"),
        ('[[notify]]\nkind = "mqtt"\nurl = "mqtt://x/+/a"\n', "in which + and # mean all"),
        ('[[notify]]\nkind = "mail"\n', "leave through [mail], which is missing"),
        (MAIL + 'url = "https://x"\n', "mail leaves through [mail]"),
        (MAIL + 'recipient = "me"\n', "recipient must be an address"),
        (MAIL + 'recipient = "me@x>\\r\\nRCPT"\n', "recipient must be an address"),
        ('[ncid]\nlisten = "3333"\n', "listen of [ncid] must be like 127.0.0.1:3333"),
        ('[ncid]\nlisten = "127.0.0.1:3333"\ntrusted = ["LAN"]\n', "trusted of [ncid] must be like"),
        ("[ncid]\n", "the key listen is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_settings(text, "config.toml")

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("mqtt://broker", ("broker", 1883, False, "portinaio")),
        ("mqtts://broker/", ("broker", 8883, True, "portinaio")),
        ("mqtts://broker:1/a/b/", ("broker", 1, True, "a/b")),
        ("mqtt://[::1]:1883/x", ("::1", 1883, False, "x")),
        ("http://broker", None),
        ("mqtt://broker:x", None),
        ("mqtt://", None),
    ],
)
def test_a_broker_is_read_from_its_address(url: str, found: object) -> None:
    assert broker(url) == found


@pytest.mark.parametrize(
    ("quiet", "quiet_at"),
    [
        ("22:00-07:00", {22, 23, 0, 6}),
        ("13:00-15:00", {13, 14}),
        ("22:00-24:00", {22, 23}),
        ("00:00-00:00", set(range(24))),
        ("never", set()),
        ("policy", set()),
    ],
)
def test_own_quiet_hours_may_go_over_midnight(quiet: str, quiet_at: set[int]) -> None:
    hours = own_quiet_hours(NotifyTable(kind="webhook", quiet=quiet))

    held = {at for at in range(24) if hours and hours.hold(datetime(2026, 11, 24, at, 30))}  # noqa: DTZ001  # a clock on the wall

    assert (quiet_at & {22, 23, 0, 6, 13, 14}) == (held & {22, 23, 0, 6, 13, 14})


def test_a_key_is_changed_where_its_notify_stands(tmp_path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        WEBHOOK + '# mine\n[[notify]]\nname = "b.c"\nkind = "webhook"\nurl = "https://x/"\n'
    )

    set_values(str(file), {"notify.webhook.number": "none", "notify.b.c.quiet": "never"})

    first, second = load_settings(str(file)).notify
    assert (first.number, second.quiet) == ("none", "never")
    assert "# mine" in file.read_text()


def test_a_notify_that_is_not_there_is_a_sentence(tmp_path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(WEBHOOK)

    with pytest.raises(NotFoundError, match="called home"):
        set_values(str(file), {"notify.home.number": "none"})


def test_its_password_is_found_by_its_name() -> None:
    settings = parse_settings(WEBHOOK + 'password = { keyring = "k" }\n', "config.toml")

    assert [(one.owner, one.key) for one in passwords_of(settings)] == [
        ("webhook", "notify.webhook.password")
    ]
    assert [name_of(one) for one in settings.notify] == ["webhook"]

"""config.toml: what is right, and what a person is told of what is not."""

from __future__ import annotations

import os
import stat

import msgspec
import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from portinaio import language
from portinaio.config import settings as tables
from portinaio.config import validate
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.config.edit import add_line, add_list, remove_line, remove_list, set_values
from portinaio.config.language import find_language
from portinaio.config.line_kinds import line_kinds
from portinaio.config.load import load_settings, parse_settings
from portinaio.config.policies import from_plain, to_plain
from portinaio.config.settings import Settings
from portinaio.core.policy import Action
from portinaio.errors import ConfigError, NotFoundError, UsageError
from portinaio.language import translate_error

WHOLE = """\
country  = "IT"
language = "it"

[policy]
known = "ring"
unknown = "ring"
suspected = "ring"
reported = "reject"
withheld = "ring"
hours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]

[log]
keep_days = 90

[[line]]
name = "home"
kind = "sip"
mode = "registrar"
listen = ["udp:0.0.0.0:5060", "tcp:0.0.0.0:5060"]
registrar = "sip.example.net"
username = "portinaio"
auth_username = "portinaio"
password = { keyring = "home" }
proxy = "sip:proxy.example.net"
expires_s = 600
trusted = ["127.0.0.0/8"]
peer = "sole"
reject = 607
ring_s = 30
number = "+390200001234"
[line.policy]
unknown = "silence"

[[line]]
name = "demo"
kind = "replay"

[[list]]
name = "mine"
url = "https://example.net/list.csv"
format = "csv"
region = "DE"
trust = 0.8
origin = "ftc"
complaints = true
token = { keyring = "phoneblock" }

[gateway]
listen = "127.0.0.1:8765"

[mail]
host = "smtp.example.net"
port = 465
tls = "implicit"
username = "me@example.net"
password = { keyring = "mail" }
from = "me@example.net"

[tui]
theme = "textual-dark"
keys = { block = "x" }
"""


def test_the_whole_configuration_is_understood():
    settings = parse_settings(WHOLE, "config.toml")

    assert [line.name for line in settings.line] == ["home", "demo"]


def test_an_absent_file_means_the_defaults(tmp_path):
    assert load_settings(str(tmp_path / "config.toml")) == Settings()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n\n[polcy]\nx = 1", "config.toml line 3: there is no key polcy; did you mean policy?"),
        ("[tui]\nzzz = 1", "config.toml line 2: there is no key zzz; there are: theme, keys"),
        ('[[line]]\nname = "a"\nkind = "sip"\nlissten = []', "config.toml line 4: there is no key lissten; did you mean listen?"),
        ("[tui.keys]\nquit = 'x'\nhelp = 3", 'config.toml line 3: tui.keys.help must be text in "quotes", not a whole number'),
        ('[[line]]\nkind = "sip"', "config.toml line 1: the key name is missing"),
        ('[[line]]\nname = "a"\nkind = 5', 'config.toml line 3: kind of line a must be text in "quotes", not a whole number'),
        ('[[line]]\nname = "a"', "config.toml line 1: the key kind is missing"),
        ('[[line]]\nname = "a"\nkind = "replay"\n[line.policy]\nknwn = "ring"', "config.toml line 5: there is no key knwn; did you mean known?"),
        ('[[line]]\nname = "b"\nkind = "replay"\n[[line]]\nname = "a"\nkind = "sip"\npeer = "nope"', "config.toml line 7: peer of line a cannot be 'nope'; it is one of sole, forked, serial, fritzbox, pbx"),
        ('[[line]]\nname = "a"\nkind = "replay"\n[line.policy]\nunknown = "explode"', "config.toml line 5: policy.unknown of line a cannot be 'explode'; it is one of ring, silence, reject, answer, announce, challenge, message"),
        ('[[line]]\nname = "a"\nkind = "sip"\nlisten = ["udp:0.0.0.0:5060", 5]', 'config.toml line 4: listen number 2 of line a must be text in "quotes", not a whole number'),
        ('[[line]]\nname = 5\nkind = "sip"', 'config.toml line 2: name of line number 1 must be text in "quotes", not a whole number'),
        ('[[contacts]]\nname = "family"\nurl = 3', 'config.toml line 3: url of address book family must be text in "quotes", not a whole number'),
        ('[[notify]]\nkind = "mqtt"\n[[notify]]\nkind = 3', 'config.toml line 4: kind of notify number 2 must be text in "quotes", not a whole number'),
        ("[community]\nask = [3]", 'config.toml line 2: community.ask number 1 must be text in "quotes", not a whole number'),
        ("line = 5", "config.toml line 1: line must be a list, [ … ], not a whole number"),
        ("line = [5]", "config.toml line 1: line number 1 must be a table, { … }, not a whole number"),
        ("[policy]\n\nreported = 5", 'config.toml line 3: policy.reported must be text in "quotes", not a whole number'),
        ('[policy]\nreported = "explode"', "config.toml line 2: policy.reported cannot be 'explode'; it is one of ring, silence, reject, answer, announce, challenge, message, hold"),
        ('[policy]\nhours = [ { from = 22:00:00, to = "07:00" } ]', 'config.toml line 2: from of policy.hours number 1 must be text in "quotes", not a time without quotes'),
        ('[[line]]\nname = "a"\nkind = "sip"\nmode = "call"', "config.toml line 4: mode of line a cannot be 'call'; it is one of listen, registrar"),
        ('[[line]]\nname = "a"\nkind = "sip"\npassword = "x"', 'config.toml line 4: password of line a must be a table, { … }, not text in "quotes"'),
        ('[[line]]\nname = "a"\nkind = "sip"\n[[line]]\nname = "b"\nkind = "sip"\nlisten = ["http"]', "config.toml line 7: listen of line b must be like udp:0.0.0.0:5060, not 'http'"),
        ('[[line]]\nname = "a"\nkind = "sip"\nlisten = ["udp:0.0.0.0:70000"]', "config.toml line 4: listen of line a must be like udp:0.0.0.0:5060, not 'udp:0.0.0.0:70000'"),
        ('[[line]]\nname = "a"\nkind = "sip"\ntrusted = ["home"]', "config.toml line 4: trusted of line a must be like 192.168.1.0/24, not 'home'"),
        ('[[line]]\nname = "a"\nkind = "sip"\nmode = "registrar"', "config.toml line 1: line a registers somewhere, so it needs the key registrar"),
        ('[[line]]\nname = "a"\nkind = "sip"\nring_s = 0', "config.toml line 4: ring_s must be 1 to 300 seconds"),
        ('[[line]]\nname = "a"\nkind = "sip"\npassword = {}', 'config.toml line 4: a password is one of { keyring = "…" }, { env = "…" } and { file = "…" }'),
        ('[[line]]\nname = "a b"\nkind = "replay"', "config.toml line 2: name must be letters, digits, - and _ without spaces, not 'a b'"),
        ('[[line]]\nname = "a"\nkind = "replay"\n[[line]]\nname = "a"\nkind = "replay"', "config.toml line 2: two lines are called a; give each its own name"),
        ('[policy]\nhours = [{ from = "25:00", to = "07:00" }]', "config.toml line 2: from must be a time such as 22:00, not '25:00'"),
        ('country = "XX"', "config.toml line 1: country must be two letters such as IT, not 'XX'"),
        ("[log]\nkeep_days = 0", "config.toml line 2: keep_days must be 1 to 36500"),
        ('[[list]]\nname = "a"\norigin = "the FTC"', "config.toml line 3: origin must be letters, digits, - and _ without spaces, not 'the FTC'"),
        ('[[list]]\nname = "a"\ncomplaints = "yes"', 'config.toml line 3: complaints of list a must be true or false, not text in "quotes"'),
        ("a =", "config.toml line 1: no value stands here; a text stands in quotes"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text, sentence):
    with pytest.raises(ConfigError) as refused:
        parse_settings(text, "config.toml")

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("tongue", "sentence"),
    [
        ("en", "peer of line home cannot be 'nope'; it is one of sole"),
        ("it", "peer della linea home non può essere 'nope'; i valori possibili sono sole"),
        ("de", "peer von Anschluss home kann nicht 'nope' sein; möglich sind sole"),
    ],
)
def test_a_wrong_value_of_a_line_is_named_with_its_line_in_the_readers_language(tongue, sentence):
    language.use(tongue)
    with pytest.raises(ConfigError) as refused:
        parse_settings('[[line]]\nname = "home"\nkind = "sip"\npeer = "nope"', "config.toml")

    assert sentence in translate_error(refused.value)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"# " + b"x" * (1 << 20)], ids=["not text", "huge"]
)
def test_what_is_no_configuration_at_all_is_refused(tmp_path, content):
    (tmp_path / "config.toml").write_bytes(content)

    with pytest.raises(ConfigError):
        load_settings(str(tmp_path / "config.toml"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_a_sentence(text):
    sentence = "config.toml"
    try:
        parse_settings(text, "config.toml")
    except ConfigError as refused:
        sentence = str(refused)

    assert sentence.startswith("config.toml")


def test_policies_survive_being_kept_as_plain_values():
    policies = from_plain(to_plain(parse_settings(WHOLE, "config.toml")))

    assert (
        policies.lines["home"].policy.actions["unknown"],
        policies.lines["demo"].policy.actions["unknown"],
        policies.lines["home"].policy.hours[0].actions["unknown"],
        policies.lines["home"].policy.actions["reported"],
    ) == (Action.SILENCE, Action.RING, Action.SILENCE, Action.REJECT)


def test_what_came_and_went_again_leaves_the_file_as_it_was(tmp_path):
    """As a list does that cannot be fetched, however often it is tried."""
    file = tmp_path / "config.toml"
    before = 'country = "IT"\n\n# mine\n[[line]]\nname = "home"\nkind = "sip"\n'
    file.write_text(before)

    for _try in range(3):
        add_list(str(file), "spam-it", {"url": "https://example.net/list.csv"})
        remove_list(str(file), "spam-it")

    assert file.read_text() == before


def test_a_line_is_added_and_the_comments_stay(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("# mine\nlanguage = 'it'  # for grandma\n")

    add_line(str(file), "sip", "home", {"ring_s": 20})

    assert file.read_text() == (
        '# mine\nlanguage = \'it\'  # for grandma\n\n[[line]]\nname = "home"\nkind = "sip"\nring_s = 20\n'
    )


def test_a_configuration_is_for_its_owner_only(tmp_path):
    add_line(str(tmp_path / "config.toml"), "replay", "demo", {})

    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600


def test_a_line_that_would_be_wrong_is_not_added(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("language = 'it'\n")

    with pytest.raises(ConfigError):
        add_line(str(file), "sip", "home", {"ring_s": 0})

    assert file.read_text() == "language = 'it'\n"


def test_no_line_is_made_one_of_a_kind_that_is_not_installed(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(WHOLE)

    with pytest.raises(ConfigError, match="pigeon is not installed"):
        add_line(str(file), "pigeon", "loft", {})
    with pytest.raises(ConfigError, match="spi is not installed; did you mean sip"):
        set_values(str(file), {"line.home.kind": "spi"})

    assert file.read_text() == WHOLE


def test_a_name_is_given_to_one_line_only(tmp_path):
    add_line(str(tmp_path / "config.toml"), "replay", "demo", {})

    with pytest.raises(UsageError):
        add_line(str(tmp_path / "config.toml"), "replay", "demo", {})


def test_a_line_is_taken_out_and_the_others_stay(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(WHOLE)

    remove_line(str(file), "home")

    assert [line["name"] for line in tomlkit.parse(file.read_text())["line"]] == ["demo"]


def test_a_line_that_is_not_there_cannot_be_taken_out(tmp_path):
    with pytest.raises(NotFoundError):
        remove_line(str(tmp_path / "config.toml"), "home")


def test_a_key_is_set_where_its_table_was_missing(tmp_path):
    file = tmp_path / "config.toml"

    set_values(str(file), {"policy.reported": "answer", "language": "it"})

    assert load_settings(str(file)).policy.reported == "answer"


def test_every_key_has_a_sentence_for_the_person_who_sets_it():
    assert set(keys_of_the_schema()) <= set(DESCRIPTIONS)


@pytest.mark.parametrize("kind", line_kinds().values())
def test_every_key_of_a_line_has_a_sentence_in_its_kind(kind):
    own = {field.encode_name for field in msgspec.structs.fields(kind.settings_type)}

    assert own - {field.encode_name for field in msgspec.structs.fields(tables.LineSettings)} == set(kind.keys)  # fmt: skip


def keys_of_the_schema():
    named = {"policy": tables.PolicyTable, "policy.repeated": tables.RepeatedTable, "hours": tables.HoursTable, "log": tables.LogTable, "list": tables.ListTable,
             "gateway": tables.GatewayTable, "mail": tables.MailTable, "tui": tables.TuiTable, "line": tables.LineSettings}  # fmt: skip
    for table, shape in named.items():
        for field in msgspec.structs.fields(shape):
            if (
                table != "hours" or field.encode_name in {"from", "to", "days"}
            ) and field.encode_name != "repeated":
                yield f"{table}.{field.encode_name}"


def test_the_terminal_app_begins_in_colours_of_its_own():
    assert parse_settings("", "config.toml").tui.theme == "portinaio"


# -- numbers

TABLES = {
    tables.LogTable: "[log]\n{key} = {value}",
    **{
        kind.settings_type: f'[[line]]\nname = "a"\nkind = "{name}"\n{{key}} = {{value}}'
        for name, kind in line_kinds().items()
    },
    tables.PolicyTable: "[policy]\n{key} = {value}",
    tables.RepeatedTable: "[policy.repeated]\n{key} = {value}",
    tables.ListTable: '[[list]]\nname = "a"\n{key} = {value}',
    tables.MailTable: '[mail]\nhost = "smtp.example.net"\n{key} = {value}',
}
"""How a key of each table is written; a new table with a number in it comes here."""
BOUNDS = validate.BOUNDS | {kind.settings_type: kind.bounds for kind in line_kinds().values()}
SHAPES = [
    *(kind.settings_type for kind in line_kinds().values()),
    *(
        shape
        for shape in vars(tables).values()
        if isinstance(shape, type) and issubclass(shape, msgspec.Struct)
    ),
]
NUMBERS = [
    (shape, field.encode_name)
    for shape in SHAPES
    for field in msgspec.structs.fields(shape)
    if {int, float} & {field.type, *getattr(field.type, "__args__", ())}
]


def test_every_number_of_the_configuration_has_its_bounds():
    assert sorted(map(str, NUMBERS)) == sorted(
        str((shape, key)) for shape, keys in BOUNDS.items() for key in keys
    )


@pytest.mark.parametrize(("shape", "key"), NUMBERS, ids=lambda it: getattr(it, "__name__", it))
def test_a_number_may_be_as_small_and_as_large_as_its_bounds(shape, key):
    for value in BOUNDS[shape][key]:
        parse_settings(TABLES[shape].format(key=key, value=value), "config.toml")


@pytest.mark.parametrize(
    "beyond",
    [
        pytest.param(lambda low, _: low - 1, id="below"),
        pytest.param(lambda low, _: -abs(low) - 0.001, id="just below"),
        pytest.param(lambda _, high: high + 1, id="above"),
        pytest.param(lambda *_: 1_000_000, id="a million"),
        pytest.param(lambda *_: -(10**18), id="far below"),
        pytest.param(lambda *_: 2**63 - 1, id="the largest of TOML"),
        pytest.param(lambda *_: 2**63, id="larger than TOML has"),
        pytest.param(lambda *_: "9" * 5000, id="five thousand digits"),
        pytest.param(lambda *_: "0x" + "f" * 5000, id="hexadecimal"),
        pytest.param(lambda *_: "1e999", id="beyond floats"),
        pytest.param(lambda *_: "inf", id="infinite"),
        pytest.param(lambda *_: "-inf", id="infinite below"),
        pytest.param(lambda *_: "nan", id="no number"),
    ],
)
@pytest.mark.parametrize(("shape", "key"), NUMBERS, ids=lambda it: getattr(it, "__name__", it))
def test_a_number_beyond_its_bounds_is_refused_with_its_line(shape, key, beyond):
    value = beyond(*BOUNDS[shape][key])
    text = "\n" + TABLES[shape].format(key=key, value=value)

    with pytest.raises(ConfigError, match=rf"^config\.toml line {text.count(chr(10)) + 1}: "):
        parse_settings(text, "config.toml")


@pytest.mark.parametrize(
    "value", ["9" * 5000, f"-{'9' * 5000}", "0b" + "1" * 64, "[1, { a = 0xffffffffffffffffffff }]"]
)
def test_a_number_that_is_too_large_is_named_wherever_it_stands(value):
    with pytest.raises(ConfigError, match=r"toml line 2: no number may be so large$"):
        parse_settings(f"[policy]\nhours = {value}\n", "config.toml")


# -- what is no configuration


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("x = " + "[" * 50_000, "too deep in one another", id="deep lists"),
        pytest.param("x." * 100 + "y = 1", "too deep in one another", id="deep keys"),
        pytest.param("x." * 99 + "y = 1", "there is no key x", id="keys that can be read"),
        pytest.param("[" + '"x" . ' * 400_000 + "y]", "too deep", id="a deep header"),
        pytest.param("x = {" + "'x'." * 100 + "y = 1}", "too deep", id="deep keys in a table"),
        pytest.param("x = " + "{a=" * 900 + "1" + "}" * 900, "too deep", id="deep tables"),
        pytest.param('country = "IT\0"', "line 1: a character", id="a null character"),
        pytest.param(f'country = "{"x" * 100_000}"', "country must be", id="a long value"),
        pytest.param(f"{'k' * 100_000} = 1", "there is no key", id="a long key"),
        pytest.param(f"x.{'k' * 100_000} = 1\nx.{'k' * 100_000} = 1", "toml", id="twice"),
        pytest.param(f'["a{" " * 200_000}b"]\nc = 1', "there is no key", id="a long header"),
        pytest.param(f'[policy]\nreported = "{"x" * 100_000}"', "cannot be", id="a long choice"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence_that_can_be_read(content, sentence):
    with pytest.raises(ConfigError) as refused:
        parse_settings(content, "config.toml")

    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 400


def a_pipe(path):
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (a_pipe, "it is a pipe, not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a device, not a file"),
        (lambda path: path.mkdir(), "it is a folder"),
        (lambda path: path.symlink_to(path.name), "its links lead in a circle"),
    ],
    ids=["a pipe", "a device", "a folder", "a circle"],
)
def test_what_is_no_file_is_refused_at_once(tmp_path, make, sentence):
    path = tmp_path / "config.toml"
    make(path)

    assert find_language(str(path), {"LANG": "it_IT.UTF-8"}) == "it"
    with pytest.raises(ConfigError, match=sentence):
        load_settings(str(path))
    with pytest.raises(ConfigError, match=sentence):
        add_line(str(path), "replay", "home", {})

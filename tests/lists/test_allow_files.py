"""Files that allow numbers: nothing of them is blocked, and of files that do both only the one or the other is read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from list_worlds import patterns, reading_of
from portinaio.errors import AllowListError, UntrustedListError
from portinaio.lists.formats import formats
from portinaio.lists.intake.allowed import BARRED, VOUCHED_FOR, named_so
from portinaio.lists.sync.refusals import refuse_allowing

if TYPE_CHECKING:
    from pathlib import Path

BAD, GOOD = "+390200001234", "+390200001235"

PLIST = '<?xml version="1.0"?><plist version="1.0"><array>{bad}{good}</array></plist>'
PLIST_ROW = (
    "<dict><key>category</key><string>{}</string><key>number</key><string>{}</string></dict>"
)
MIXED = {
    "plist": (PLIST, PLIST_ROW.format(0, BAD), PLIST_ROW.format(1, GOOD)),
    "spamblocker": (
        "pattern,description,isBlacklist,flags\n{bad}{good}",
        f"{BAD},x,true,1\n",
        f"{GOOD},y,false,1\n",
    ),
    "ovh": (
        "callNumber,nature,type\n{bad}{good}",
        f"{BAD},international,incomingBlackList\n",
        f"{GOOD},international,incomingWhiteList\n",
    ),
    "saracroche": (
        '{{"patterns":[{bad}{{"name":"x","action":"identify","pattern":"39020000999#"}},{good}]}}',
        f'{{"name":"x","action":"block","pattern":"{BAD}"}},',
        f'{{"name":"x","action":"allow","pattern":"{GOOD}"}}',
    ),
    "phoneblock-json": (
        '{{"numbers":[{bad}{good}],"version":1}}',
        f'{{"phone":"{BAD}","votes":10,"rating":"G_FRAUD"}},',
        f'{{"phone":"{GOOD}","votes":10,"rating":"A_LEGITIMATE"}}',
    ),
    "phoneblock-xml": (
        "<blocklist><numbers>{bad}{good}</numbers></blocklist>",
        f'<phone-info phone="{BAD}" votes="10" rating="G_FRAUD"/>',
        f'<phone-info phone="{GOOD}" votes="10" rating="A_LEGITIMATE"/>',
    ),
    "callattendant": (
        "blocknumbers:\n{bad}permitnumbers:\n{good}",
        f'  "{BAD[1:]}": "x"\n',
        f'  "{GOOD[1:]}": "y"\n',
    ),
    "json": (
        "[{bad}{good}]",
        f'{{"number":"{BAD}","action":"block"}},',
        f'{{"number":"{GOOD}","action":"allow"}}',
    ),
    "csv": ("number,action\n{bad}{good}", f"{BAD},block\n", f"{GOOD},allow\n"),
}  # fmt: skip


def of(format_: str, *parts: str) -> str:
    whole, bad, good = MIXED[format_]
    given = {"bad": bad if "bad" in parts else "", "good": good if "good" in parts else ""}
    return whole.format(**given)


def read(format_: str, text: str, *, allowing: bool) -> list[str]:
    return patterns(text, format=format_, region="IT", allowing=allowing)


@pytest.mark.parametrize("format_", MIXED)
@pytest.mark.parametrize(
    ("allowing", "taken", "left"),
    [(False, BAD, VOUCHED_FOR), (True, GOOD, BARRED)],
    ids=["to be blocked", "to be allowed"],
)
def test_of_a_file_that_does_both_the_half_is_taken_that_is_meant(format_, allowing, taken, left):
    reading = reading_of(of(format_, "bad", "good"), format=format_, region="IT", allowing=allowing)

    found = [row.low for row in reading]

    assert (len(found), read(format_, of(format_, "bad", "good"), allowing=allowing)) == (
        1,
        [taken],
    )
    assert str(left) in [str(row.reason) for row in reading.rejected]


@pytest.mark.parametrize("format_", MIXED)
def test_a_file_that_allows_alone_blocks_nobody_and_says_so(format_):
    text = of(format_, "good").replace("},]", "}]")

    with pytest.raises(AllowListError, match="only you can allow"):
        read(format_, text, allowing=False)


@pytest.mark.parametrize("format_", ["plist", "spamblocker", "ovh", "csv"])
def test_a_file_that_blocks_alone_allows_nobody(format_):
    with pytest.raises(UntrustedListError, match="this row blocks the number"):
        read(format_, of(format_, "bad"), allowing=True)


def test_ranges_that_begone_lets_through_are_not_blocked():
    text = PLIST.format(bad=PLIST_ROW.format(1, "+33937######"), good="")

    with pytest.raises(AllowListError):
        read("plist", text, allowing=False)


def test_an_entry_of_begone_without_a_category_is_what_the_user_takes_it_for():
    row = f"<dict><key>number</key><string>{BAD}</string></dict>"

    found = [
        read("plist", PLIST.format(bad=row, good=""), allowing=allowing)
        for allowing in (False, True)
    ]

    assert found == [[BAD], [BAD]]


@pytest.mark.parametrize(
    ("header", "cell", "allows"),
    [
        ("action", "allow", True), ("list", "WhiteList", True), ("type", "permit", True), ("rating", "A_LEGITIMATE", True),
        ("kind", "allow", True), ("Is Blocked", "no", True), ("whitelisted", "1", True), ("allowed", "TRUE", True),
        ("action", "block", False), ("is_spam", "1", False), ("allowed", "0", False), ("category", "scam", None),
        ("azione", "Consenti", True), ("lista", "bianca", True), ("Azione", "blocca", False), ("Aktion", "gesperrt", False),
        ("allowed", "", None), ("note", "allow", None), ("blocked", "maybe", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_a_column_says_whether_a_row_allows(format_, header, cell, allows):
    text = {
        "csv": f"number,{header}\n{BAD},block me\n{GOOD},{cell}\n",
        "json": f'[{{"number":"{BAD}"}},{{"number":"{GOOD}","{header}":"{cell}"}}]',
    }[format_]

    taken = [GOOD in read(format_, text, allowing=allowing) for allowing in (False, True)]

    assert taken == [allows is not True, allows is not False]


def test_a_row_that_is_left_out_is_told_with_its_line_and_changes_no_other():
    rows = "".join(f"{BAD},{word}\n" for word in ("block", "allow", "", "allow", "block"))
    reading = reading_of("number,action\n" + rows + "x,block\n\n+390200001236\n", format="csv")

    list(reading)

    said = [(row.line, row.text) for row in reading.rejected]
    assert (reading.accepted, said) == (4, [(3, BAD), (5, BAD), (7, "x")])


@pytest.mark.parametrize(
    ("comment", "allows"),
    [
        ("# ncidd.hangup whitelist file\n#\n# ncidd.blacklist: ^999\n", True),
        ("# ncidd.hangup blacklist file\n# not what is in ncidd.whitelist\n", False),
        ("# sample ncidd.whitelist\n", True),
        ("# ncidd.blacklist\n", False),
        ("", None),
    ],
)
def test_the_numbers_that_ncid_lets_through_are_told_by_its_comment(comment, allows):
    text = f"{comment}^{GOOD}\n"

    def taken(*, allowing: bool) -> bool:
        try:
            return bool(read("ncid", text, allowing=allowing))
        except UntrustedListError:
            return False

    assert [taken(allowing=False), taken(allowing=True)] == [
        allows is not True,
        allows is not False,
    ]


def test_an_allow_list_of_pamapa_says_so_in_its_name():
    text = f'{{"name": "my allowlist", "entries": [{{"number": "{GOOD}"}}]}}'

    with pytest.raises(AllowListError):
        read("pamapa", text, allowing=False)
    assert read("pamapa", text, allowing=True) == [GOOD]


def test_of_a_database_of_callattendant_the_table_is_read_that_is_meant(tmp_path: Path):
    with sqlite3.connect(tmp_path / "a.db") as database:
        for table, number in (("Blacklist", BAD), ("Whitelist", GOOD)):
            database.execute(f"CREATE TABLE {table} (PhoneNo, Name, Reason, SystemDateTime)")
            database.execute(f"INSERT INTO {table} VALUES (?, '', '', '')", (number,))
    database.close()
    data = (tmp_path / "a.db").read_bytes()

    found = [
        patterns(data, format="callattendant", region="IT", allowing=allowing)
        for allowing in (False, True)
    ]

    assert found == [[BAD], [GOOD]]


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/ncidd.whitelist", "https://example.org/whitelist.csv", "https://example.org/allow-services.txt",
        "file:///home/me/my_allow_list.txt", "https://example.org/allow/numbers.csv", "https://example.org/white-lists/a.dat",
        "https://example.org/Permitted.txt", "https://example.org/allowed.json", "file:///home/me/white%20list.txt",
        "file:///home/me/lista-bianca.csv", "file:///home/me/numeri%20consentiti.txt", "file:///home/me/Wei%C3%9Fe%20Liste.csv",
        "https://example.org/liste_blanche.txt",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "format_", ["plain", "csv", "json", "ncid", "jcblock", "freepbx", "pamapa"]
)
def test_a_file_that_is_called_an_allow_list_is_refused(path, format_):
    with pytest.raises(AllowListError, match="only you can allow"):
        refuse_allowing(path, formats()[format_])


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/blacklist.txt", "https://example.org/disallow.txt", "https://example.org/allowance.csv",
        "https://allow.example.org/list.txt", "https://example.org/allow/deep/list.txt", "https://example.org/white-pages.csv",
        "https://example.org/swallow.txt", "https://example.org/", "https://example.org/lista-nera.txt",
        "https://example.org/non-permessivo.txt", "https://example.org/not-allowed.txt", "https://example.org/non_consentiti.txt",
    ],
)  # fmt: skip
def test_other_names_are_no_allow_lists(path):
    assert not named_so(path)


def test_where_each_row_says_what_it_is_the_name_does_not_matter():
    refuse_allowing("https://example.org/allow-and-block.xml", formats()["plist"])

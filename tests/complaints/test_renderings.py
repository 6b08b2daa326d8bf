"""A draft in its other forms: PDF, Markdown, mail, calendar. Whatever somebody typed, it is shown as text."""

import email
import re
import shutil
import subprocess
from datetime import date, datetime
from email import policy
from email.header import decode_header, make_header
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters import ENERGY, MARIA, ROME, WHOLE, a_draft, a_sales_call, a_withheld_call
from portinaio.complaints.archive import dump_draft, load_draft
from portinaio.complaints.calendar import Deadline, as_ics
from portinaio.complaints.evidence import Seals, annex, as_evidence
from portinaio.complaints.filing import Means, Sent
from portinaio.complaints.mail import Enclosure, as_eml, as_mailto, between
from portinaio.complaints.markdown import as_markdown
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.text import as_text
from portinaio.core.logged import IMPORTED, Heard
from portinaio.core.policy import Action, Outcome
from portinaio.countries.pack import read_pack
from portinaio.errors import HomeError

NASTY = '[bold]#eval("x")\r\nBcc: a@b {{7*7}} $x$ <b> | `c` \\u{41} #read("/etc/passwd")'
AS_TEXT = '[bold]#eval("x") Bcc: a@b {{7*7}} $x$ <b> | `c` \\u{41} #read("/etc/passwd")'
LONG = "Società per l’Energia più Bella della Città di Forlì S.p.A. a s.u."
TWENTY = [a_sales_call(1 + n, n + 1, talked_s=12.0) for n in range(20)]
BEFORE = (Sent("controller", date(2026, 9, 20), Means.PEC),)
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext is not installed"
)


def lines_of_pdf(data):
    """As a reader program finds them."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    )
    return run.stdout.decode().splitlines()


def read_pdf(data):
    """The words of a PDF on one line."""
    return " ".join(" ".join(lines_of_pdf(data)).split())


# --- PDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipient", sorted(read_pack("IT").recipient))
def test_every_letter_is_an_archive_pdf(recipient):
    paper = as_pdf(a_draft(*TWENTY, recipient=recipient, earlier=BEFORE, customer_code="1"))

    assert paper.data.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in paper.data.replace(b" ", b"")
    assert paper.notice is None


@needs_poppler
def test_twenty_calls_stand_in_the_table():
    text = read_pdf(as_pdf(a_draft(*TWENTY)).data)

    assert [f"{day} nov 2026" in text for day in range(1, 21)] == [True] * 20
    assert "Pagina 1 di 2" in text


@needs_poppler
@pytest.mark.parametrize(
    "name", [LONG, "Perché no? Città & Università «Àèìòù»", "Ελληνική Ηλεκτρική", "Žižkov Ångström"]
)
def test_letters_of_europe_survive(name):
    paper = as_pdf(a_draft(company=ENERGY._replace(name=name)))

    assert paper.notice is None
    assert name in read_pdf(paper.data)


@pytest.mark.parametrize("name", ["חברת חשמל", "شركة الكهرباء"])
def test_a_name_that_is_written_from_right_to_left_is_set(name):
    assert as_pdf(a_draft(company=ENERGY._replace(name=name))).notice is None


def test_a_character_that_the_archive_fonts_lack_makes_a_plain_pdf_and_a_notice():
    paper = as_pdf(a_draft(company=ENERGY._replace(name="Energia 🔌 漢字")))

    assert paper.data.startswith(b"%PDF")
    assert b"pdfaid" not in paper.data
    assert "plain PDF" in str(paper.notice)


@needs_poppler
@pytest.mark.parametrize("length", range(0, 40, 3))
def test_no_address_is_broken_with_a_hyphen(length):
    firm = ENERGY._replace(
        name="Esempio " * (length // 8) + "E" * (length % 8),
        email="privacy@riferimento.example.com",
    )

    text = read_pdf(as_pdf(a_draft(recipient="reclamo", profile=WHOLE, company=firm)).data)

    assert text.count("privacy@riferimento.example.com") == 1


@needs_poppler
@pytest.mark.parametrize("number", ["+39 02 0000 0101", "02 0000 0101", "(202) 555-0101"])
def test_no_telephone_number_is_parted_by_the_end_of_a_line(number):
    whole = a_draft()
    said = tuple(f"{'a' * before} {'so ' * 24}{number} {'so ' * 9}" for before in range(30))
    drawn = lines_of_pdf(as_pdf(whole._replace(paragraphs=said)).data)

    assert sum(" ".join(line.split()).count(number) for line in drawn) == len(said)


@needs_poppler
def test_in_a_pdf_a_nasty_name_is_text():
    text = read_pdf(as_pdf(a_draft(company=ENERGY._replace(name=NASTY))).data)

    assert 'Spett.le [bold]#eval("x") Bcc: a@b {{7*7}} $x$ <b> | `c` \\u{41}' in text


def test_surrogates_and_control_characters_do_not_stop_the_press():
    draft = a_draft()._replace(subject="a\ud800b\x00c\x1bd", sender=("x\udfff",))

    assert as_pdf(draft).data.startswith(b"%PDF")


@settings(max_examples=12, deadline=None)
@given(typed=st.text(st.characters(), min_size=1, max_size=40))
def test_whatever_is_typed_there_is_a_pdf(typed):
    draft = a_draft(
        company=ENERGY._replace(name=typed, address=typed),
        profile=MARIA._replace(name=typed),
        product=typed,
        summary=typed,
    )

    assert as_pdf(draft).data.startswith(b"%PDF")


# --- Mail -------------------------------------------------------------------------------------------------------------


def a_mail(**changes):
    company = ENERGY._replace(**changes)
    data = as_eml(a_draft(company=company), [Enclosure("lettera è.pdf", b"%PDF")])
    return email.message_from_bytes(data, policy=policy.default), data


def test_a_mail_draft_opens_for_sending_with_the_letter_in_it():
    mail, _data = a_mail()

    assert mail["X-Unsent"] == "1"
    assert mail["To"] == '"Esempio Energia S.p.A." <privacy@example.com>'
    assert mail["From"] == "Maria Rossi <maria@example.net>"
    assert mail["Subject"].startswith("Opposizione al trattamento per finalità di marketing")
    assert mail.get_body().get_content().replace("\r\n", "\n") == as_text(a_draft())
    assert [(a.get_filename(), a.get_content()) for a in mail.iter_attachments()] == [
        ("lettera è.pdf", b"%PDF")
    ]


BOTH = {"email": "maria@example.net", "pec": "maria@pec.example.net"}


@pytest.mark.parametrize(
    ("profile", "company", "boxes"),
    [
        (BOTH, "both", ("maria@pec.example.net", "p@pec.example.com")),
        (BOTH, "pec", ("maria@pec.example.net", "p@pec.example.com")),
        (BOTH, "email", ("maria@example.net", "p@example.com")),
        ({"email": "maria@example.net"}, "both", ("maria@example.net", "p@example.com")),
        ({"email": "maria@example.net"}, "pec", ("maria@example.net", "p@pec.example.com")),
        ({"pec": "maria@pec.example.net"}, "email", ("maria@pec.example.net", "p@example.com")),
        ({"pec": "maria@pec.example.net"}, "both", ("maria@pec.example.net", "p@pec.example.com")),
        ({}, "both", ("", "p@example.com")),
    ],
)
def test_a_letter_goes_between_certified_boxes_where_both_have_one(profile, company, boxes):
    ordinary = "" if company == "pec" else "p@example.com"
    certified = "" if company == "email" else "p@pec.example.com"

    draft = a_draft(company=ENERGY._replace(email=ordinary, pec=certified))

    assert between(draft, profile) == boxes


def test_names_beyond_ascii_are_whole_when_they_are_read_back():
    mail, data = a_mail(name=LONG)

    head = data.split(b"\r\n\r\n")[0]
    plain = email.message_from_bytes(data)  # the old policy leaves the decoding to us
    assert mail["To"].addresses[0].addr_spec == "privacy@example.com"
    assert str(make_header(decode_header(plain["To"]))) == f"{LONG} <privacy@example.com>"
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name", [NASTY, f"{LONG} {NASTY}"[:110], "a\nBcc: x@example.org", 'x" <evil@example.org>, "y']
)
def test_no_name_makes_a_header_of_its_own(name):
    mail, _data = a_mail(name=name)

    assert "Bcc" not in mail
    assert [a.addr_spec for a in mail["To"].addresses] == ["privacy@example.com"]


@pytest.mark.parametrize("address", ["a@b@c", "x y@example.com", "é@example.com", "<>", "a\nb@c.d"])
def test_an_address_that_is_none_is_left_out(address):
    mail, _data = a_mail(email=address)

    assert "To" not in mail


def test_a_mailto_has_subject_and_body_and_stays_short():
    url = urlsplit(as_mailto(a_draft()))
    query = parse_qs(url.query)

    assert (url.scheme, url.path) == ("mailto", "privacy@example.com")
    assert query["subject"][0].startswith("Opposizione")
    assert query["body"][0].startswith("Maria Rossi\r\nmaria@example.net")
    assert len(url.geturl()) <= 2000


# --- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown_has_the_table_and_the_paragraphs():
    text = as_markdown(a_draft(a_sales_call(18), a_withheld_call(19, 2)))

    assert "| 18 nov 2026 | 15:04 | \\+39 0844 123 456 | \\+39 02 0000 1234 |" in text
    assert "\n\n1\\. Fatti." in text


def test_in_markdown_a_nasty_name_is_text():
    from markdown_it import MarkdownIt  # noqa: PLC0415  # comes with Textual

    html = MarkdownIt("gfm-like", {"linkify": False}).render(
        as_markdown(a_draft(company=ENERGY._replace(name=NASTY)))
    )
    shown = re.sub(r"<[^>]+>", "", html)

    for sign, code in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        shown = shown.replace(code, sign)
    assert f"Spett.le {AS_TEXT}," in shown


# --- Filing, calendar -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipient", sorted(read_pack("IT").recipient))
def test_what_is_filed_renders_as_it_did(recipient):
    draft = a_draft(a_sales_call(18), a_sales_call(19, 2), recipient=recipient, earlier=BEFORE)

    again = load_draft(dump_draft(draft))

    assert (as_text(again), as_markdown(again)) == (as_text(draft), as_markdown(draft))
    assert [gap.key for gap in again.missing] == [gap.key for gap in draft.missing]


@pytest.mark.parametrize(
    "copy",
    ["", "[", "null", "{}", '{"addressee": 7}', "[" * 100_000, "9" * 5000],
    ids=["nothing", "half", "null", "empty", "wrong", "deep", "digits"],
)
def test_a_letter_that_the_disk_has_spoilt_is_a_sentence(copy):
    with pytest.raises(HomeError, match="is damaged; run portinaio report"):
        load_draft(copy)


def test_a_calendar_has_an_event_on_the_day_after_the_deadline():
    deadline = Deadline(3, date(2026, 12, 31), "Città; no, answer\\", "x" * 200)

    lines = as_ics([deadline], datetime(2026, 11, 24, 18, tzinfo=ROME)).split("\r\n")

    assert "DTSTART;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261124T170000Z" in lines
    assert "SUMMARY:Città\\; no\\, answer\\\\" in lines
    assert max(len(line.encode()) for line in lines) <= 75


def test_the_annex_says_which_calls_this_device_did_not_see():
    pack = read_pack("IT")
    ours, taken_over = a_sales_call(18, 1), a_sales_call(19, 2, line=IMPORTED, rang_s=4.0)

    made = annex(a_draft(), (ours, taken_over), pack, Seals({1: "a1", 2: "b2"}, "head"), {})

    observed, not_observed = made.observations
    assert ("Sigillo: a1" in observed, not_observed[2:]) == (True, (pack.terms["log_imported"],))


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param(
            {"action": Action.RING, "rang_s": 12.0, "talked_s": 0.0},
            {"Squilli: 12,0 s", "Conversazione: 0,0 s"},
            id="the line saw the whole call",
        ),
        pytest.param(
            {"action": Action.RING, "rang_s": 12.0, "talked_s": None},
            {"Squilli: 12,0 s", "Conversazione: dato non noto all'apparecchio"},
            id="another telephone may have been picked up",
        ),
        pytest.param(
            {"action": Action.RING, "rang_s": None, "talked_s": None, "cause": "SIP 480"},
            {
                "Squilli: dato non noto all'apparecchio",
                "Conversazione: dato non noto all'apparecchio",
            },
            id="other telephones rang on",
        ),
        pytest.param(
            {"action": Action.REJECT, "rang_s": 0.0, "talked_s": 0.1, "cause": "SIP 200"},
            {"Squilli: 0,0 s", "Collegamento con l'apparecchio: 0,1 s"},
            id="the device picked up, and nobody talked",
        ),
    ],
)
def test_the_annex_tells_no_time_but_those_of_the_call(seen, said):
    pack, call = read_pack("IT"), a_sales_call(18, 1, **seen)

    (observed,) = annex(a_draft(), (call,), pack, Seals({}, "head"), {}).observations

    labels = ("Squilli", "Conversazione", "Collegamento")
    assert {line for line in observed if line.startswith(labels)} == said


HEARD = Heard("Questa linea non accetta pubblicità", "ab12", 3.0, 9.0)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        pytest.param(
            HEARD,
            ["«Questa linea non accetta pubblicità»; 3,0 / 9,0 s; SHA-256 ab12"],
            id="a sentence, as far as it was sent",
        ),
        pytest.param(Heard(), [], id="picked up, and nothing said"),
        pytest.param(None, [], id="nothing is known"),
    ],
)
def test_the_annex_says_what_the_caller_was_told_and_how_much_of_it(heard, said):
    pack = read_pack("IT")
    call = a_sales_call(
        18,
        1,
        action=Action.ANNOUNCE,
        outcome=Outcome.DONE,
        cause="SIP 200",
        talked_s=3.0,
        heard=heard,
    )

    (observed,) = annex(a_draft(), (call,), pack, Seals({1: "a1"}, "head"), {}).observations

    label = "Avviso detto al chiamante (secondi trasmessi / durata): "
    told = [line for line in observed if line.startswith("Avviso")]
    assert told == [label + one for one in said]
    assert observed[-1] == "Sigillo: a1"
    assert {
        "Azione dell'apparecchio: risposta con un annuncio",
        "Collegamento con l'apparecchio: 3,0 s",
    } <= set(observed)


@needs_poppler
def test_what_the_caller_was_told_is_read_in_the_annex_of_paper():
    call = a_sales_call(18, 1, action=Action.ANNOUNCE, cause="SIP 200", heard=HEARD)

    made = annex(a_draft(), (call,), read_pack("IT"), Seals({}, "head"), {})

    assert "«Questa linea non accetta pubblicità»; 3,0 / 9,0 s; SHA-256 ab12" in read_pdf(
        as_evidence(made).data
    )


DONE = {
    (Action.RING, None): "lasciata squillare",
    (Action.SILENCE, None): "non fatta squillare",
    (Action.REJECT, "SIP 607"): "rifiutata",
    (Action.REJECT, "SIP 200"): "risposta e chiusa",
    (Action.ANSWER, "SIP 200"): "risposta e chiusa",
    (Action.ANNOUNCE, "SIP 200"): "risposta con un annuncio",
}
NOT_DONE = {
    Outcome.TOO_LATE: "nessuna: la chiamata era già terminata",
    Outcome.UNABLE: "nessuna: quella decisa non è riuscita",
    None: "dato non noto all'apparecchio",
}


@pytest.mark.parametrize("outcome", [Outcome.DONE, *NOT_DONE])
@pytest.mark.parametrize(("action", "cause"), DONE)
def test_the_annex_says_what_the_device_did_and_not_what_was_decided(action, cause, outcome):
    pack = read_pack("IT")
    call = a_sales_call(18, 1, action=action, cause=cause, outcome=outcome)

    (observed,) = annex(a_draft(), (call,), pack, Seals({}, "head"), {}).observations

    said = NOT_DONE.get(outcome) or DONE[action, cause]
    assert f"Azione dell'apparecchio: {said}" in observed


@pytest.mark.parametrize(
    ("seen", "duration"),
    [
        pytest.param({"talked_s": 61.0}, "61 s", id="a conversation"),
        pytest.param({"talked_s": 0.0}, "", id="none"),
        pytest.param({"talked_s": None}, "", id="unknown"),
        pytest.param({"talked_s": 0.1, "cause": "SIP 200"}, "", id="the device picked up"),
    ],
)
def test_a_letter_tells_how_long_somebody_talked(seen, duration):
    draft = a_draft(a_sales_call(18, 1, **seen))

    assert [row.duration for row in draft.calls] == [duration]

"""The one table of routes. Server, in-process client and OpenAPI description are all made from it."""

from __future__ import annotations

from typing import NamedTuple

QUICK = "quick"
"""Milliseconds, on this computer alone."""
BUSY = "busy"
"""Works for seconds or minutes: a file, a letter, the whole log, lines that end and begin."""
WAITING = "waiting"
"""Waits for somebody else: the server of a list, a mail server."""
PATIENCE_S = {QUICK: 10.0, BUSY: 600.0, WAITING: 3600.0}
"""How long a client waits; never less than the server may take, or it would tell of a failure that is none."""

PAGE_BYTES = 1 << 20
"""Of a body that somebody has typed."""
FILE_BYTES = 64 << 20
"""Of one that holds a file; the act itself says how large that may be, and base64 takes a third more."""


class Route(NamedTuple):
    method: str
    path: str
    """Relative to the root; `{call_id}` and `{name}` are parameters of the act."""
    act: str
    """Name of the facade's method."""
    summary: str
    query: str = ""
    """Name of a class in `bodies`; its fields are arguments of the act."""
    body: str = ""
    answer: str = ""
    """Name of a class in `shapes`; `[Name]` for a list of it."""
    pace: str = QUICK
    most_bytes: int = PAGE_BYTES
    """Of its body."""


ROUTES = (
    Route("GET", "/v1/status", "status", "How the house is", answer="StatusShape"),
    Route(
        "GET",
        "/v1/doctor",
        "doctor",
        "Look at everything",
        answer="[DiagnosisShape]",
        pace=BUSY,
    ),
    Route(
        "GET",
        "/v1/check",
        "check",
        "What would happen to a call",
        query="CheckQuery",
        answer="CheckShape",
    ),
    Route(
        "GET",
        "/v1/calls",
        "calls",
        "The log, newest first",
        query="CallsQuery",
        answer="[CallShape]",
    ),
    Route("GET", "/v1/calls/{call_id}", "call", "One logged call", answer="CallShape"),
    Route(
        "PUT",
        "/v1/calls/{call_id}",
        "note_call",
        "Write a note to a call",
        body="NoteBody",
        answer="CallShape",
    ),
    Route("DELETE", "/v1/calls/{call_id}", "forget_call", "Forget a call", answer="ForgottenShape"),
    Route(
        "DELETE",
        "/v1/calls",
        "forget_calls",
        "Forget old calls",
        query="ForgetBody",
        answer="ForgottenShape",
        pace=BUSY,
    ),
    Route("GET", "/v1/entries", "entries", "Personal entries", answer="[EntryShape]"),
    Route(
        "POST", "/v1/entries", "add_entry", "Allow or block", body="EntryBody", answer="EntryShape"
    ),
    Route(
        "DELETE",
        "/v1/entries",
        "forget_entry",
        "Take entries of a pattern away",
        query="PatternQuery",
        answer="[EntryShape]",
    ),
    Route(
        "GET",
        "/v1/entries/preview",
        "preview",
        "What an entry would catch",
        query="PatternQuery",
        answer="PreviewShape",
    ),
    Route("GET", "/v1/contacts", "contacts", "The address book", answer="[ContactShape]"),
    Route(
        "POST",
        "/v1/contacts",
        "add_contact",
        "Name a number",
        body="ContactBody",
        answer="ContactShape",
    ),
    Route(
        "DELETE",
        "/v1/contacts",
        "forget_contact",
        "Take a number out of the contacts",
        query="NumberQuery",
        answer="ForgottenShape",
    ),
    Route(
        "PUT",
        "/v1/contacts",
        "import_contacts",
        "Read an address book file",
        body="ContactsBody",
        answer="ImportShape",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route("GET", "/v1/lists", "lists", "Community lists", answer="[ListShape]"),
    Route(
        "POST",
        "/v1/lists",
        "add_list",
        "Subscribe",
        body="ListBody",
        answer="AddedListShape",
        pace=WAITING,
    ),
    Route("GET", "/v1/lists/catalog", "catalogue", "Lists on offer", answer="CatalogueShape"),
    Route(
        "GET",
        "/v1/lists/caught",
        "caught",
        "Reported calls that each list spoke against",
        query="DaysQuery",
        answer="[CountShape]",
    ),
    Route(
        "GET",
        "/v1/lists/{name}/rows",
        "list_rows",
        "A look inside a list",
        query="RowsQuery",
        answer="ListRowsShape",
    ),
    Route("GET", "/v1/lists/{name}", "show_list", "One list", answer="ListDetailShape"),
    Route(
        "DELETE",
        "/v1/lists/{name}",
        "remove_list",
        "Subscribe no more",
        answer="ListShape",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/sync",
        "sync",
        "Ask lists for news",
        body="SyncBody",
        answer="[SyncShape]",
        pace=WAITING,
    ),
    Route("GET", "/v1/sync", "syncing", "How far a sync has come", answer="[SyncingShape]"),
    Route(
        "POST",
        "/v1/import",
        "import_file",
        "Read a file into your own entries or contacts",
        body="FileBody",
        answer="ImportShape",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route(
        "GET",
        "/v1/export",
        "export",
        "Entries, a list, callers or contacts in another program's format",
        query="ExportQuery",
        answer="ExportShape",
        pace=BUSY,
    ),
    Route("GET", "/v1/lines", "lines", "Lines and their state", answer="[LineShape]"),
    Route(
        "GET",
        "/v1/lines/kinds",
        "line_kinds",
        "Kinds of line and their keys",
        answer="[LineKindShape]",
    ),
    Route(
        "POST",
        "/v1/lines",
        "add_line",
        "Add a line to config.toml",
        body="LineBody",
        answer="LineShape",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/lines/{name}/test",
        "test_line",
        "Try whether a line works",
        answer="LineShape",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/lines/{name}/ring",
        "ring_line",
        "Let a simulated line ring once",
        answer="LineShape",
    ),
    Route(
        "POST",
        "/v1/rehearsal",
        "rehearse",
        "Let a simulated call come, whatever lines there are",
        answer="RehearsalShape",
        pace=BUSY,
    ),
    Route(
        "PUT",
        "/v1/secrets",
        "keep_secret",
        "Keep a password in the keyring, or in a file of mode 0600",
        body="SecretBody",
        answer="SecretShape",
        pace=BUSY,
    ),
    Route(
        "DELETE",
        "/v1/secrets",
        "forget_secret",
        "Forget a password",
        query="SecretQuery",
        answer="ForgottenShape",
        pace=BUSY,
    ),
    Route(
        "DELETE",
        "/v1/lines/{name}",
        "remove_line",
        "Take a line out of config.toml",
        answer="LineShape",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/pause",
        "pause",
        "Let everything ring for a while",
        body="SpanBody",
        answer="PauseShape",
    ),
    Route("DELETE", "/v1/pause", "resume", "Screen again", answer="PauseShape"),
    Route(
        "POST",
        "/v1/expect",
        "expect",
        "Let unknown callers ring for a while",
        body="SpanBody",
        answer="PauseShape",
    ),
    Route("DELETE", "/v1/expect", "expect_no_more", "Expect no call any more", answer="PauseShape"),
    Route(
        "GET",
        "/v1/insight",
        "insight",
        "What the log amounts to",
        query="DaysQuery",
        answer="InsightShape",
    ),
    Route("GET", "/v1/profile", "profile", "What letters say of you"),
    Route(
        "PUT", "/v1/profile", "set_profile", "Change what letters say of you", body="ProfileBody"
    ),
    Route("GET", "/v1/companies", "companies", "The company book", answer="[CompanyShape]"),
    Route(
        "GET",
        "/v1/complaints",
        "complaints",
        "Complaints and their state",
        answer="[ComplaintShape]",
    ),
    Route(
        "GET",
        "/v1/complaints/calendar",
        "calendar",
        "The deadlines for a calendar",
        answer="CalendarShape",
    ),
    Route(
        "GET",
        "/v1/complaints/{complaint_id}",
        "complaint",
        "A complaint with its letter",
        answer="FiledShape",
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}",
        "mark_complaint",
        "Write down that a complaint was sent, answered, refused, extended or closed",
        body="EventBody",
        answer="FiledShape",
    ),
    Route(
        "DELETE",
        "/v1/complaints/{complaint_id}/events/{event}",
        "unmark_complaint",
        "Take back what was written down of a complaint",
        answer="FiledShape",
    ),
    Route(
        "DELETE",
        "/v1/complaints/{complaint_id}",
        "discard_complaint",
        "Take a draft away",
        answer="ForgottenShape",
    ),
    Route(
        "GET",
        "/v1/complaints/{complaint_id}/letter",
        "letter",
        "A complaint as a file",
        query="LetterQuery",
        answer="LetterShape",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}/attachments",
        "attach",
        "Put a file to a complaint",
        body="AttachmentBody",
        answer="FiledShape",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}/send",
        "send_complaint",
        "Send a complaint by mail",
        body="SendBody",
        answer="FiledShape",
        pace=WAITING,
    ),
    Route(
        "PUT",
        "/v1/companies",
        "set_company",
        "Write a company into the book",
        body="CompanyBody",
        answer="CompanyShape",
    ),
    Route(
        "DELETE",
        "/v1/companies",
        "remove_company",
        "Take a company out of the book",
        query="CompanyQuery",
        answer="ForgottenShape",
    ),
    Route(
        "POST",
        "/v1/report",
        "report",
        "Draft a complaint about a call",
        body="ReportBody",
        answer="ReportShape",
        pace=BUSY,
    ),
    Route("GET", "/v1/settings", "settings", "Every key of config.toml", answer="SettingsShape"),
    Route(
        "PUT",
        "/v1/settings",
        "set_settings",
        "Change keys of config.toml, its comments kept",
        body="SettingsBody",
        answer="SettingsShape",
        pace=BUSY,
    ),
    Route(
        "GET",
        "/v1/setup",
        "guesses",
        "Answers for a first run",
        query="GuessesQuery",
        answer="GuessesShape",
    ),
)

EVENTS = "/v1/events"
OPENAPI = "/v1/openapi.json"


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a request and the parameters in its path. Fixed paths come before those with parameters."""
    steps = path.split("/")
    for route in sorted(ROUTES, key=lambda r: "{" in r.path):
        wanted = route.path.split("/")
        if route.method == method and len(wanted) == len(steps):
            pairs = list(zip(wanted, steps, strict=True))
            if all(w == s or w.startswith("{") for w, s in pairs):
                return route, {w[1:-1]: s for w, s in pairs if w.startswith("{")}
    return None

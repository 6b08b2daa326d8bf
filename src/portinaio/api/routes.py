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
    Route("GET", "/v1/status", "status", "How the house is", answer="StatusAnswer"),
    Route(
        "GET",
        "/v1/doctor",
        "doctor",
        "Look at everything",
        answer="[DiagnosisAnswer]",
        pace=BUSY,
    ),
    Route(
        "GET",
        "/v1/check",
        "check",
        "What would happen to a call",
        query="CheckQuery",
        answer="CheckAnswer",
    ),
    Route(
        "GET",
        "/v1/calls",
        "calls",
        "The log, newest first",
        query="CallsQuery",
        answer="[CallAnswer]",
    ),
    Route("GET", "/v1/calls/{call_id}", "call", "One logged call", answer="CallAnswer"),
    Route(
        "PUT",
        "/v1/calls/{call_id}",
        "note_call",
        "Write a note to a call",
        body="NoteBody",
        answer="CallAnswer",
    ),
    Route(
        "DELETE", "/v1/calls/{call_id}", "forget_call", "Forget a call", answer="ForgottenAnswer"
    ),
    Route(
        "DELETE",
        "/v1/calls",
        "forget_calls",
        "Forget old calls",
        query="ForgetBody",
        answer="ForgottenAnswer",
        pace=BUSY,
    ),
    Route("GET", "/v1/entries", "entries", "Personal entries", answer="[EntryAnswer]"),
    Route(
        "POST", "/v1/entries", "add_entry", "Allow or block", body="EntryBody", answer="EntryAnswer"
    ),
    Route(
        "DELETE",
        "/v1/entries",
        "forget_entry",
        "Take entries of a pattern away",
        query="PatternQuery",
        answer="[EntryAnswer]",
    ),
    Route(
        "GET",
        "/v1/entries/preview",
        "preview",
        "What an entry would catch",
        query="PatternQuery",
        answer="PreviewAnswer",
    ),
    Route("GET", "/v1/contacts", "contacts", "The address book", answer="[ContactAnswer]"),
    Route(
        "POST",
        "/v1/contacts",
        "add_contact",
        "Name a number",
        body="ContactBody",
        answer="ContactAnswer",
    ),
    Route(
        "DELETE",
        "/v1/contacts",
        "forget_contact",
        "Take a number out of the contacts",
        query="NumberQuery",
        answer="ForgottenAnswer",
    ),
    Route(
        "PUT",
        "/v1/contacts",
        "import_contacts",
        "Read an address book file",
        body="ContactsBody",
        answer="ImportAnswer",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route("GET", "/v1/lists", "lists", "Community lists", answer="[ListAnswer]"),
    Route(
        "POST",
        "/v1/lists",
        "add_list",
        "Subscribe",
        body="ListBody",
        answer="AddedListAnswer",
        pace=WAITING,
    ),
    Route("GET", "/v1/lists/catalog", "catalogue", "Lists on offer", answer="CatalogueAnswer"),
    Route(
        "GET",
        "/v1/lists/caught",
        "caught",
        "Reported calls that each list spoke against",
        query="DaysQuery",
        answer="[CountAnswer]",
    ),
    Route(
        "GET",
        "/v1/lists/{name}/rows",
        "list_rows",
        "A look inside a list",
        query="RowsQuery",
        answer="ListRowsAnswer",
    ),
    Route("GET", "/v1/lists/{name}", "show_list", "One list", answer="ListDetailAnswer"),
    Route(
        "DELETE",
        "/v1/lists/{name}",
        "remove_list",
        "Subscribe no more",
        answer="ListAnswer",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/sync",
        "sync",
        "Ask lists for news",
        body="SyncBody",
        answer="[SyncAnswer]",
        pace=WAITING,
    ),
    Route("GET", "/v1/sync", "syncing", "How far a sync has come", answer="[SyncingAnswer]"),
    Route(
        "POST",
        "/v1/import",
        "import_file",
        "Read a file into your own entries or contacts",
        body="FileBody",
        answer="ImportAnswer",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route(
        "GET",
        "/v1/export",
        "export",
        "Entries, a list, callers or contacts in another program's format",
        query="ExportQuery",
        answer="ExportAnswer",
        pace=BUSY,
    ),
    Route("GET", "/v1/lines", "lines", "Lines and their state", answer="[LineAnswer]"),
    Route(
        "GET",
        "/v1/lines/kinds",
        "line_kinds",
        "Kinds of line and their keys",
        answer="[LineKindAnswer]",
    ),
    Route(
        "POST",
        "/v1/lines",
        "add_line",
        "Add a line to config.toml",
        body="LineBody",
        answer="LineAnswer",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/lines/{name}/test",
        "test_line",
        "Try whether a line works",
        answer="LineAnswer",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/lines/{name}/ring",
        "ring_line",
        "Let a simulated line ring once",
        answer="LineAnswer",
    ),
    Route(
        "POST",
        "/v1/rehearsal",
        "rehearse",
        "Let a simulated call come, whatever lines there are",
        answer="RehearsalAnswer",
        pace=BUSY,
    ),
    Route(
        "PUT",
        "/v1/secrets",
        "keep_secret",
        "Keep a password in the keyring, or in a file of mode 0600",
        body="SecretBody",
        answer="SecretAnswer",
        pace=BUSY,
    ),
    Route(
        "DELETE",
        "/v1/secrets",
        "forget_secret",
        "Forget a password",
        query="SecretQuery",
        answer="ForgottenAnswer",
        pace=BUSY,
    ),
    Route(
        "DELETE",
        "/v1/lines/{name}",
        "remove_line",
        "Take a line out of config.toml",
        answer="LineAnswer",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/pause",
        "pause",
        "Let everything ring for a while",
        body="SpanBody",
        answer="PauseAnswer",
    ),
    Route("DELETE", "/v1/pause", "resume", "Screen again", answer="PauseAnswer"),
    Route(
        "POST",
        "/v1/expect",
        "expect",
        "Let unknown callers ring for a while",
        body="SpanBody",
        answer="PauseAnswer",
    ),
    Route(
        "DELETE", "/v1/expect", "expect_no_more", "Expect no call any more", answer="PauseAnswer"
    ),
    Route(
        "GET",
        "/v1/insight",
        "insight",
        "What the log amounts to",
        query="DaysQuery",
        answer="InsightAnswer",
    ),
    Route("GET", "/v1/profile", "profile", "What letters say of you"),
    Route(
        "PUT", "/v1/profile", "set_profile", "Change what letters say of you", body="ProfileBody"
    ),
    Route("GET", "/v1/companies", "companies", "The company book", answer="[CompanyAnswer]"),
    Route(
        "GET",
        "/v1/complaints",
        "complaints",
        "Complaints and their state",
        answer="[ComplaintAnswer]",
    ),
    Route(
        "GET",
        "/v1/complaints/calendar",
        "calendar",
        "The deadlines for a calendar",
        answer="CalendarAnswer",
    ),
    Route(
        "GET",
        "/v1/complaints/{complaint_id}",
        "complaint",
        "A complaint with its letter",
        answer="FiledAnswer",
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}",
        "mark_complaint",
        "Write down that a complaint was sent, answered, refused, extended or closed",
        body="EventBody",
        answer="FiledAnswer",
    ),
    Route(
        "DELETE",
        "/v1/complaints/{complaint_id}/events/{event}",
        "unmark_complaint",
        "Take back what was written down of a complaint",
        answer="FiledAnswer",
    ),
    Route(
        "DELETE",
        "/v1/complaints/{complaint_id}",
        "discard_complaint",
        "Take a draft away",
        answer="ForgottenAnswer",
    ),
    Route(
        "GET",
        "/v1/complaints/{complaint_id}/letter",
        "letter",
        "A complaint as a file",
        query="LetterQuery",
        answer="LetterAnswer",
        pace=BUSY,
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}/attachments",
        "attach",
        "Put a file to a complaint",
        body="AttachmentBody",
        answer="FiledAnswer",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    ),
    Route(
        "POST",
        "/v1/complaints/{complaint_id}/send",
        "send_complaint",
        "Send a complaint by mail",
        body="SendBody",
        answer="FiledAnswer",
        pace=WAITING,
    ),
    Route(
        "PUT",
        "/v1/companies",
        "set_company",
        "Write a company into the book",
        body="CompanyBody",
        answer="CompanyAnswer",
    ),
    Route(
        "DELETE",
        "/v1/companies",
        "remove_company",
        "Take a company out of the book",
        query="CompanyQuery",
        answer="ForgottenAnswer",
    ),
    Route(
        "POST",
        "/v1/report",
        "report",
        "Draft a complaint about a call",
        body="ReportBody",
        answer="ReportAnswer",
        pace=BUSY,
    ),
    Route("GET", "/v1/settings", "settings", "Every key of config.toml", answer="SettingsAnswer"),
    Route(
        "PUT",
        "/v1/settings",
        "set_settings",
        "Change keys of config.toml, its comments kept",
        body="SettingsBody",
        answer="SettingsAnswer",
        pace=BUSY,
    ),
    Route(
        "GET",
        "/v1/setup",
        "guesses",
        "Answers for a first run",
        query="GuessesQuery",
        answer="GuessesAnswer",
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

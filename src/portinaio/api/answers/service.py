"""Lines, status, diagnosis and settings."""

from __future__ import annotations

from typing import Any, TypedDict

from portinaio.api.answers.lists import ListAnswer  # noqa: TC001  # msgspec reads the annotations


class LineAnswer(TypedDict):
    name: str
    kind: str
    state: str
    error: str | None
    can: list[str]
    calls: int
    untrusted: list[UntrustedAnswer]
    """Newest first, and only of this start of the line."""
    notes: list[str]
    """What deserves attention though the line works."""
    remarks: list[HealthAnswer]
    """What is to be known beforehand: `instead`, an action that the policy names and another takes the place of;
    `peer`, a FRITZ!Box that is not called one."""
    asides: list[HealthAnswer]
    """What is as it should be, and good to know: `sole`, what a good caller hears where nothing else rings."""


class NotifyAnswer(TypedDict):
    """A `[[notify]]`, and how its notices do since the daemon started."""

    name: str
    kind: str
    sent: int
    waiting: int
    lost: int
    """Refused for good, too old, or without room."""
    error: str | None
    """Why the last one did not leave."""


class NotifiedAnswer(TypedDict):
    """A notice for a trial has been taken."""

    name: str
    sent: bool


class UntrustedAnswer(TypedDict):
    """An address from which calls came that got no answer."""

    address: str
    calls: int
    last: str
    trusted: list[str]
    """What the key `trusted` would have to hold; empty for an address of the internet."""


class AnnouncementAnswer(TypedDict):
    """A sentence that a line says from now on."""

    line: str
    file: str
    """Beside config.toml."""
    seconds: float
    loudness: float
    """At its loudest, of 1."""


class TraceAnswer(TypedDict):
    """What the network wrote of one call."""

    at: str
    text: str
    """Its headers, numbers masked; names stand as they came."""


class OrderAnswer(TypedDict):
    """What a call of a line to itself has shown."""

    line: str
    first: bool | None
    """Whether it is asked before the other telephones; null where nothing was shown."""
    text: str
    at: str


class TelephoneAnswer(TypedDict):
    """A telephone that is made at a telephone system of the house, or waits to be confirmed there."""

    line: str | None
    """The line that it is; null while it is not confirmed."""
    internal: str
    """Its number inside the house."""
    token: str
    """By which it is asked again."""
    methods: list[str]
    """How it can be confirmed: `button`, or `dtmf;*12345`, which is dialled."""


class FoundLineAnswer(TypedDict):
    """Something in the house that a line could be made of."""

    kind: str
    title: str
    keys: dict[str, Any]


class RehearsalAnswer(TypedDict):
    """A simulated call that is on its way."""

    line: str
    """The name that it bears in the log; no line of config.toml need have it."""


class SecretAnswer(TypedDict):
    """A password that is kept; it is never told again."""

    name: str
    kept: str
    """`keyring`, or the path of the file that only its owner reads."""
    hint: str | None
    """What config.toml lacks, where nothing in it reads the password yet."""


class LineKindAnswer(TypedDict):
    kind: str
    title: str
    keys: list[LineKeyAnswer]


class LineKeyAnswer(TypedDict):
    key: str
    text: str
    default: Any
    required: bool


class ProviderAnswer(TypedDict):
    """What is known of a provider beforehand."""

    name: str
    title: str
    country: str
    kind: str
    mark: str
    """How sure it is: A where several sources agree, B for one configuration that worked, C for what is old or second-hand."""
    date: str
    source: str
    keys: dict[str, Any]
    """For config.toml; what only a customer knows is not among them."""
    said: list[str]


class CertificateAnswer(TypedDict):
    """Whom a registrar by TLS shows itself to be."""

    name: str
    key: str
    """SHA-256 of its public key."""
    trusted: bool
    why: str
    """Why it is not; empty where it is."""


class HealthAnswer(TypedDict):
    """Something that deserves attention."""

    code: str
    text: str


class StatusAnswer(TypedDict):
    version: str
    running: bool
    since: str | None
    paused_until: str | None
    expecting_until: str | None
    lines: list[LineAnswer]
    lists: list[ListAnswer]
    calls_today: int
    due: int
    health: list[HealthAnswer]


class OperationAnswer(TypedDict):
    name: str
    """Of the request, such as `send_complaint`."""
    about: dict[str, str]
    """Which one it is, such as the id of the complaint."""
    since: str
    waiting: int
    """How many wait for its answer; it goes on where nobody does."""


class DiagnosisAnswer(TypedDict):
    """One thing that `doctor` looked at."""

    code: str
    state: str
    """`ok`, `warning` or `wrong`."""
    text: str


class SettingAnswer(TypedDict):
    """A key of config.toml."""

    key: str
    """Such as `policy.reported`, `line.home.number`."""
    text: str
    """What it means."""
    kind: str
    """`text`, `number`, `choice`, `list` or `table`."""
    choices: list[Any]
    value: Any
    """As it stands in the file; null where it does not."""
    default: Any
    required: bool
    remark: str
    """What becomes of values on lines that cannot do them; empty where all can."""


class SettingsAnswer(TypedDict):
    file: str
    data: str
    """The folder of calls, entries and lists."""
    state: str
    """The folder of the daemon's own words."""
    keys: list[SettingAnswer]


class GuessesAnswer(TypedDict):
    """Answers to the questions of a first run: what config.toml says, else what the window's locale says."""

    fresh: bool
    """There is no config.toml yet."""
    country: str
    language: str
    reported: str
    """What happens to reported callers."""
    suspected: str
    """What happens to suspected ones."""
    has_line: bool


class ErrorAnswer(TypedDict):
    error: str

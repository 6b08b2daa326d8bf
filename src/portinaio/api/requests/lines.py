"""Lines, and the passwords that they are given."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, HERE, NOTHING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        AnnouncementAnswer,
        CertificateAnswer,
        ForgottenAnswer,
        FoundLineAnswer,
        LineAnswer,
        LineKindAnswer,
        OrderAnswer,
        ProviderAnswer,
        RehearsalAnswer,
        SecretAnswer,
        TelephoneAnswer,
        TraceAnswer,
    )
    from portinaio.api.parameters import LineValue


class LineRequests(Requests):
    @request("GET", "/v1/lines", "Lines and their state")
    def lines(self) -> list[LineAnswer]: ...

    @request("GET", "/v1/lines/kinds", "Kinds of line and their keys")
    def line_kinds(self) -> list[LineKindAnswer]: ...

    @request("GET", "/v1/lines/providers", "Providers that are known, and what of them")
    def line_providers(self) -> list[ProviderAnswer]: ...

    @request(
        "POST",
        "/v1/lines/certificate",
        "Whom a registrar by TLS shows itself to be, before a line trusts it",
        pace=BUSY,
        callers=(HERE,),
    )
    def line_certificate(
        self, registrar: str, proxy: str = "", nameservers: Sequence[str] = ()
    ) -> CertificateAnswer: ...

    @request(
        "POST",
        "/v1/lines",
        "Add a line to config.toml",
        pace=BUSY,
        here_only=("file", "env", "keyring", "certificate", "key"),
    )
    def add_line(
        self, kind: str, name: str, keys: Mapping[str, LineValue] = NOTHING
    ) -> LineAnswer: ...

    @request("POST", "/v1/lines/{name}/test", "Try whether a line works", pace=BUSY)
    def test_line(self, name: str) -> LineAnswer: ...

    @request(
        "GET",
        "/v1/lines/{name}/trace",
        "What the network wrote of the latest calls, numbers masked",
    )
    def line_trace(self, name: str) -> list[TraceAnswer]: ...

    @request(
        "POST",
        "/v1/lines/{name}/order",
        "Have a line call itself, to see whether it is asked before the other telephones, which may ring",
        pace=BUSY,
    )
    def try_order(self, name: str) -> OrderAnswer: ...

    @request(
        "POST",
        "/v1/lines/{name}/telephone",
        "Have the telephone system behind a line make a telephone, which is a line of its own then",
        pace=BUSY,
        callers=(HERE,),
    )
    def add_telephone(self, name: str, called: str = "", token: str = "") -> TelephoneAnswer:
        """`called` is the name of the new line. Where it must be confirmed, ask again with the `token` of the answer."""

    @request(
        "GET",
        "/v1/lines/found",
        "What in the house a line could be made of",
        pace=BUSY,
        callers=(HERE,),
    )
    def found_lines(self) -> list[FoundLineAnswer]: ...

    @request("POST", "/v1/lines/{name}/ring", "Let a simulated line ring once")
    def ring_line(self, name: str) -> LineAnswer: ...

    @request(
        "PUT",
        "/v1/lines/{name}/announcement",
        "Keep a sentence that callers hear on a line, of your own voice",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    )
    def set_announcement(self, name: str, data: bytes) -> AnnouncementAnswer:
        """`data` is a WAV file, in base64. It is kept as telephones hear it, beside config.toml, which names it from then on."""

    @request("DELETE", "/v1/lines/{name}", "Take a line out of config.toml", pace=BUSY)
    def remove_line(self, name: str) -> LineAnswer: ...

    @request(
        "POST", "/v1/rehearsal", "Let a simulated call come, whatever lines there are", pace=BUSY
    )
    def rehearse(self) -> RehearsalAnswer: ...

    @request(
        "PUT",
        "/v1/secrets",
        "Keep a password in the keyring, or in a file of mode 0600",
        pace=BUSY,
    )
    def keep_secret(self, name: str, password: str) -> SecretAnswer:
        """`name` as in `{ keyring = NAME }` of config.toml."""

    @request("DELETE", "/v1/secrets", "Forget a password", pace=BUSY)
    def forget_secret(self, name: str) -> ForgottenAnswer: ...

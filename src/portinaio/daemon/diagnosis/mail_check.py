"""Whether a letter could leave by mail: the server of config.toml is asked as far as the log-in, and given nothing."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.core.message import msg, untranslated
from portinaio.daemon.complaints.mail import smtp_session
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from portinaio.api.answers import DiagnosisAnswer
    from portinaio.daemon.context import Context

PATIENCE_S = 120.0  # for all of it; nothing is lost by giving up


def check_mail(context: Context, tls: ssl.SSLContext | None = None) -> DiagnosisAnswer:
    try:
        state, said = _found(context, tls)
    except PortinaioError as error:
        state, said = "wrong", error.sentence
    return {"code": "mail", "state": state, "text": untranslated(said)}


def _found(context: Context, tls: ssl.SSLContext | None) -> tuple[str, object]:
    mail = load_settings(context.home.config_file).mail
    if mail is None:
        return "warning", msg(
            "config.toml has no [mail]; letters leave with your mail program or on paper"
        )
    password = reveal(mail.password, context.home) if mail.password else ""
    tls = tls or ssl.create_default_context()
    try:
        with smtp_session.session(mail, password, tls, most_s=PATIENCE_S):
            pass
    except smtp_session.FAULTS as error:
        return "wrong", smtp_session.explained(error, mail).sentence
    if mail.pec:
        return "ok", msg(
            "the mail server %(host)s lets in over TLS, and the box is a certified one as config.toml says; nothing was sent",
            host=mail.host,
        )
    return "ok", msg("the mail server %(host)s lets in over TLS; nothing was sent", host=mail.host)

"""Lines, and the passwords that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.request import NOTHING
from portinaio.api.requests.lines import LineRequests
from portinaio.core.message import msg, untranslated
from portinaio.daemon.answers import iso
from portinaio.daemon.diagnosis.line_remarks import aside_answers, remark_answers
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.errors import NotFoundError, UsageError

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
    from portinaio.daemon.context import Context


@handles(LineRequests.lines)
def lines(context: Context) -> list[LineAnswer]:
    """As the daemon sees them, or those of config.toml while none serves them."""
    if context.line_answers:
        return context.line_answers()
    policies = context.config.policies
    return [
        {
            "name": name,
            "kind": line.kind,
            "state": "refused" if line.trouble else "gone",
            "error": untranslated(line.trouble) if line.trouble else None,
            "can": sorted(action.value for action in line.can),
            "calls": 0,
            "untrusted": [],
            "notes": [],
            "remarks": remark_answers(policies, name),
            "asides": aside_answers(policies, name),
        }
        for name, line in policies.lines.items()
    ]


@handles(LineRequests.line_kinds)
def line_kinds(context: Context) -> list[LineKindAnswer]:
    from portinaio.daemon.handlers.line_kinds import kinds  # noqa: PLC0415  # reads strictly

    del context  # the kinds are everybody's
    return kinds()


@handles(LineRequests.line_providers)
def line_providers(context: Context) -> list[ProviderAnswer]:
    from portinaio.daemon.handlers.line_kinds import providers  # noqa: PLC0415  # reads strictly

    del context  # as above
    return providers()


@handles(LineRequests.line_certificate)
def line_certificate(
    context: Context, registrar: str, proxy: str = "", nameservers: Sequence[str] = ()
) -> CertificateAnswer:
    """Asked of the registrar itself, which is told nothing."""
    from portinaio.lines.sip.registrar.look import look  # noqa: PLC0415  # the network is heavy

    del context  # no line has it yet
    name, shown = look(registrar, proxy, nameservers)
    return {"name": name, "key": shown.key, "trusted": shown.trusted, "why": shown.why}


@handles(LineRequests.add_line)
def add_line(
    context: Context, kind: str, name: str, keys: Mapping[str, LineValue] = NOTHING
) -> LineAnswer:
    from portinaio.config import edit  # noqa: PLC0415  # the editor is heavy
    from portinaio.config.line_kinds import line_kind  # noqa: PLC0415  # as above

    for question in line_kind(kind).questions({"name": name, **keys}):
        if question.refusal:
            raise UsageError(question.refusal)
    edit.add_line(context.home.config_file, kind, name, keys)
    settings_changed(context)
    return _line(context, name)


@handles(LineRequests.set_announcement)
def set_announcement(context: Context, name: str, data: bytes) -> AnnouncementAnswer:
    from portinaio.daemon.files.announcement import keep  # noqa: PLC0415  # once in a while

    _line(context, name)
    kept = keep(context.home, name, data)
    say_announcement(context, name)
    return kept


def say_announcement(context: Context, name: str) -> None:
    """That which is kept for the line, from now on."""
    from portinaio.config import edit  # noqa: PLC0415  # as above
    from portinaio.daemon.files.announcement import file_of  # noqa: PLC0415  # once in a while

    edit.set_values(context.home.config_file, {f"line.{name}.announcement": file_of(name)})
    settings_changed(context)
    context.on_sound_changed(name)


@handles(LineRequests.remove_line)
def remove_line(context: Context, name: str) -> LineAnswer:
    from portinaio.config import edit  # noqa: PLC0415  # as above
    from portinaio.daemon.handlers.telephones import left_behind  # noqa: PLC0415  # once in a lifetime

    line = _line(context, name)
    leave = left_behind(context, name)
    edit.remove_line(context.home.config_file, name)
    settings_changed(context)
    line["notes"] = leave()
    return line


@handles(LineRequests.test_line)
def test_line(context: Context, name: str) -> LineAnswer:
    """The line as the daemon sees it now."""
    line = _line(context, name)
    if context.since is None:
        raise UsageError(
            msg(
                "a line is tried by the daemon, which is not running; start it with portinaio daemon"
            )
        )
    return line


@handles(LineRequests.line_trace)
def line_trace(context: Context, name: str) -> list[TraceAnswer]:
    """Oldest first, since the daemon started."""
    _line(context, name)
    if context.line_traces is None:
        raise UsageError(
            msg("calls come to the daemon, which is not running; start it with portinaio daemon")
        )
    return context.line_traces(name)


@handles(LineRequests.try_order)
def try_order(context: Context, name: str) -> OrderAnswer:
    """What it showed is kept, for `doctor` to tell."""
    from portinaio.daemon.diagnosis import asked_first  # noqa: PLC0415  # few have such a line

    _line(context, name)
    if context.try_order is None:
        raise UsageError(
            msg(
                "a line is tried by the daemon, which is not running; start it with portinaio daemon"
            )
        )
    shown, now = context.try_order(name), context.now()
    asked_first.keep(context.store, name, shown.first, now)
    return {
        "line": name,
        "first": shown.first,
        "text": untranslated(shown.sentence),
        "at": iso(now),
    }


@handles(LineRequests.add_telephone)
def add_telephone(
    context: Context, name: str, called: str = "", token: str = ""
) -> TelephoneAnswer:
    from portinaio.daemon.handlers import telephones  # noqa: PLC0415  # once in a lifetime

    return telephones.add_telephone(context, name, called, token)


@handles(LineRequests.found_lines)
def found_lines(context: Context) -> list[FoundLineAnswer]:
    from portinaio.daemon.handlers.line_kinds import around  # noqa: PLC0415  # as above

    del context  # the house is asked, not its books
    return around()


@handles(LineRequests.ring_line)
def ring_line(context: Context, name: str) -> LineAnswer:
    """Let a simulated line ring once."""
    from portinaio.config.line_kinds import line_kind  # noqa: PLC0415  # as above

    line = _line(context, name)
    if not line_kind(line["kind"]).simulated:
        raise UsageError(
            msg(
                "only a simulated line can ring by itself; to try %(name)s, call it from another telephone",
                name=name,
            )
        )
    if context.ring is None:
        raise _nobody_rings()
    context.ring(name)
    return line


@handles(LineRequests.rehearse)
def rehearse(context: Context) -> RehearsalAnswer:
    """A simulated call, for who has no line that could ring yet."""
    if context.rehearse is None:
        raise _nobody_rings()
    return {"line": context.rehearse()}


@handles(LineRequests.keep_secret)
def keep_secret(context: Context, name: str, password: str) -> SecretAnswer:
    """Where config.toml reads it; the lines that do begin anew."""
    from portinaio.config import passwords, secrets  # noqa: PLC0415  # the keyring takes its time
    from portinaio.config.load import load_settings  # noqa: PLC0415  # reads strictly

    if not password or len(password.encode("utf-8", "replace")) > secrets.LARGEST_BYTES:
        raise UsageError(msg("a password has 1 to %(most)d bytes", most=secrets.LARGEST_BYTES))
    if password != password.encode("utf-8", "replace").decode("utf-8"):
        raise UsageError(msg("a password must be UTF-8 text; nothing was kept"))
    home = context.home
    home.make()
    kept = passwords.keep(name, password, load_settings(home.config_file), home)
    context.on_secret_changed(kept.secret)
    hint = untranslated(kept.hint) if kept.hint else None
    return {"name": name, "kept": kept.where, "hint": hint}


@handles(LineRequests.forget_secret)
def forget_secret(context: Context, name: str) -> ForgottenAnswer:
    from portinaio.config import secrets  # noqa: PLC0415  # as above

    if not secrets.remove(name, context.home):
        raise NotFoundError(msg("no password is stored for %(name)s", name=name[:60]))
    return {"forgotten": 1}


def _line(context: Context, name: str) -> LineAnswer:
    for line in lines(context):
        if line["name"] == name:
            return line
    raise NotFoundError(msg("there is no line called %(name)s", name=name))


def _nobody_rings() -> UsageError:
    return UsageError(msg("no daemon is running that could ring; start it with portinaio daemon"))

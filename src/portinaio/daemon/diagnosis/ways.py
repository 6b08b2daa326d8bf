"""What the doctor looks at between the house and the world: the daemon, lines, gateway, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.daemon.diagnosis import asked_first, caller_ids
from portinaio.daemon.diagnosis.line_remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context

_STATES = {
    "up": ("ok", msg("up")),
    "retrying": ("warning", msg("retrying")),  # it has just begun, and nobody has answered yet
    "refused": ("wrong", msg("refused")),
    "gone": ("wrong", msg("not running")),
}


def daemon(context: Context) -> Iterator[tuple[str, Message]]:
    if context.since:
        yield "ok", msg("the daemon is running")
    else:
        yield (
            "warning",
            msg(
                "the daemon is not running; start it with portinaio daemon, or for good with portinaio service install"
            ),
        )


def lines(context: Context) -> Iterator[tuple[str, Message]]:
    for name, known in context.config.policies.lines.items():
        for code, remark, quiet in remarks(context.config.policies, name):
            grade = "ok" if quiet else "warning"
            if code == asked_first.CODE:
                grade, remark = asked_first.grade(context.store, name, remark)  # noqa: PLW2901  # what is known by now
            yield grade, msg("line %(name)s: %(error)s", name=name, error=remark)
        for said in caller_ids.of_line(context, name):
            yield "warning", msg("line %(name)s: %(error)s", name=name, error=said)
        if known.trouble and not context.line_answers:
            yield "wrong", msg("line %(name)s: %(error)s", name=name, error=known.trouble)
    lines = context.line_answers() if context.line_answers else []
    yield from _examined(context, {line["name"] for line in lines if line["error"]})
    for line in lines:
        name, error = line["name"], line["error"]
        if error:
            yield "wrong", msg("line %(name)s: %(state)s", name=name, state=error)
        else:
            grade, state = _STATES[line["state"]]
            yield grade, msg("line %(name)s: %(state)s", name=name, state=state)
        for note in line["notes"]:
            yield "warning", msg("line %(name)s: %(state)s", name=name, state=note)
    if not context.config.policies.lines:
        yield "warning", msg("no line is set up; run portinaio setup or portinaio lines add sip")


def _examined(context: Context, names: set[str]) -> Iterator[tuple[str, Message]]:
    """Of these lines, which do not work; the network is asked."""
    if not names:
        return
    from portinaio.config.line_kinds import line_kind  # noqa: PLC0415  # few lines do not work
    from portinaio.config.load import load_settings  # noqa: PLC0415  # few lines do not work

    for table in load_settings(context.home.config_file).line:
        if table.name in names:
            for remark in line_kind(table.kind).examined(table):
                said = msg("line %(name)s: %(error)s", name=table.name, error=remark.text)
                yield "ok" if remark.quiet else "warning", said


def gateway(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # for the doctor alone
    from portinaio.daemon.diagnosis.exposure import exposure  # noqa: PLC0415  # few have a gateway

    if table := load_settings(context.home.config_file).gateway:
        yield (
            exposure(table)
            or (
                "ok",
                msg("nobody can read along at the gateway at %(listen)s", listen=table.listen),
            )
        )


def notify(context: Context) -> Iterator[tuple[str, Message]]:
    """Where notices go, and why they do not get there."""
    from portinaio.daemon.notices.answers import notify_answers  # noqa: PLC0415  # few have any

    for one in notify_answers(context):
        if one["error"]:
            said = msg(
                "notices by %(name)s do not leave: %(error)s", name=one["name"], error=one["error"]
            )
            yield "warning", said
        elif context.notifying:
            yield (
                "ok",
                msg(
                    "notices by %(name)s leave: %(sent)d so far", name=one["name"], sent=one["sent"]
                ),
            )
        else:
            yield "ok", msg("notices by %(name)s leave while the daemon runs", name=one["name"])

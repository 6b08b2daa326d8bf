"""Giving reports back to lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.sharing import SharingRequests
from portinaio.core.message import msg, untranslated
from portinaio.core.share import ShareState
from portinaio.daemon.answers import iso
from portinaio.daemon.asker import current_asker
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers import typed
from portinaio.daemon.handlers.calls import call_or_404
from portinaio.daemon.sharing.outbox import give, take_back
from portinaio.daemon.sharing.targets import target_named, targets
from portinaio.daemon.sharing.worth_sharing import report_of
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.codec import message_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ShareAnswer, SharePreviewAnswer, ShareTargetAnswer
    from portinaio.api.parameters import Id, Topic
    from portinaio.core.logged import LoggedCall
    from portinaio.core.share import SharedReport
    from portinaio.daemon.context import Context
    from portinaio.daemon.sharing.targets import Target
    from portinaio.store.shares import Share


@handles(SharingRequests.shares)
def shares(context: Context) -> list[ShareAnswer]:
    return [_answer(context, share) for share in context.store.shares.all()]


@handles(SharingRequests.preview_share)
def preview_share(
    context: Context,
    number: str | None = None,
    call: Id | None = None,
    *,
    topic: Topic = "other",
    company: str = "",
) -> SharePreviewAnswer:
    report, heard = report_of(context, *_meant(context, number, call), topic, company)
    return {
        "number": report.number,
        "topic": report.topic.value,
        "day": report.day.isoformat(),
        "company": report.company,
        "targets": [_target(target, report) for target in targets(context, report, heard=heard)],
        "shared": [_answer(context, share) for share in context.store.shares.of(report.number)],
    }


@handles(SharingRequests.share)
def share(
    context: Context,
    number: str | None = None,
    call: Id | None = None,
    *,
    topic: Topic = "other",
    company: str = "",
    targets: Sequence[str] = (),
) -> list[ShareAnswer]:
    report, heard = report_of(context, *_meant(context, number, call), topic, company)
    chosen = _chosen(context, report, targets, heard=heard)
    given = [give(context, target, report, current_asker()) for target in chosen]
    return [_answer(context, each) for each in given]


@handles(SharingRequests.withdraw_share)
def withdraw_share(
    context: Context, number: str | None = None, call: Id | None = None
) -> list[ShareAnswer]:
    e164, _heard = _meant(context, number, call)
    given = [
        share for share in context.store.shares.of(e164) if share.state is not ShareState.WITHDRAWN
    ]
    if not given:
        raise NotFoundError(msg("nothing of %(number)s was shared", number=e164))
    return [_answer(context, take_back(context, each, current_asker())) for each in given]


def _meant(
    context: Context, number: str | None, call_id: int | None
) -> tuple[str, LoggedCall | None]:
    if (number is None) == (call_id is None):
        raise UsageError(msg("name a call or a number, one of the two"))
    if call_id is None:
        return typed.number(number or "", context.config.plan), None
    call = call_or_404(context, call_id)
    if call.number is None:
        raise UsageError(msg("this caller gave no number, so there is nothing to report"))
    return call.number, call


def _chosen(
    context: Context, report: SharedReport, names: Sequence[str], *, heard: bool
) -> list[Target]:
    found = targets(context, report, heard=heard)
    if not names:
        able = [target for target in found if not target.refusal]
        if able:
            return able
        if found:
            first = found[0]
            raise UsageError(msg("%(list)s: %(reason)s", list=first.title, reason=first.refusal))
        raise UsageError(
            msg(
                "no list of the catalogue takes reports of numbers such as %(number)s",
                number=report.number,
            )
        )
    by_name = {target.name: target for target in found}
    if unknown := [name for name in names if name not in by_name]:
        raise NotFoundError(
            msg(
                "no list called %(name)s takes reports of this number, but: %(all)s",
                name=unknown[0][:60],
                all=", ".join(by_name) or "-",
            )
        )
    return [by_name[name] for name in dict.fromkeys(names)]


def _target(target: Target, report: SharedReport) -> ShareTargetAnswer:
    leaves = target.leaves(report)
    return {
        "name": target.name,
        "title": target.title,
        "sends": target.sends,
        "subscribed": target.subscribed,
        **leaves._asdict(),  # type: ignore[typeddict-item]  # its fields are those of the answer
        "refusal": untranslated(target.refusal) if target.refusal else None,
    }


def _answer(context: Context, share: Share) -> ShareAnswer:
    report = share.report
    title, page = share.target, None
    try:
        target = target_named(context, share.target)
    except NotFoundError:  # the catalogue does not have it any more
        pass
    else:
        title = target.title
        page = None if target.sends else target.leaves(report).url
    return {
        "number": report.number,
        "list": share.target,
        "title": title,
        "topic": report.topic.value,
        "day": report.day.isoformat(),
        "company": report.company,
        "state": share.state.value,
        "at": iso(share.at),
        "error": untranslated(message_of(share.error)) if share.error else None,
        "page": page,
    }

"""What would happen to a call. `portinaio check` comes through here, so nothing is imported that it can do without."""

from __future__ import annotations

from portinaio.api.request import NOTHING
from portinaio.api.requests.judging import JudgingRequests
from portinaio.core.call import Ringing
from portinaio.core.message import msg, untranslated
from portinaio.core.numbers import validity
from portinaio.daemon.answers import finding_answer
from portinaio.daemon.clock import moment
from portinaio.daemon.dispatch import handles
from portinaio.daemon.screening import judge
from portinaio.errors import NotFoundError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import CheckAnswer, ReplayedAnswer
    from portinaio.config.policies import Policies
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.screening import Judgement


@handles(JudgingRequests.check)
def check(
    context: Context, number: str, *, line: str | None = None, name: str = "", at: str | None = None
) -> CheckAnswer:
    """Steps 1 to 4 of a call that has not come."""
    policies = context.config.policies
    if line is not None and line not in policies.lines:
        raise NotFoundError(msg("there is no line called %(name)s", name=line))
    where = line or _first(policies)
    when = moment(at) if at else context.now()
    own_system = where in policies.lines and policies.lines[where].has_extensions
    ringing = Ringing(where, when, number, name=name, own_system=own_system)
    judgement = judge(ringing, context.rules, context.records)
    answer = _answer(judgement, context.config.plan)
    if not judgement.call.reading.valid and number.isdigit():
        return _looked_at_abroad(answer, context, where, number)
    return answer


def _first(policies: Policies) -> str:
    """The first line that can do something to a call, where there is one: what one that only watches does to it says little."""
    names = policies.lines
    able = (name for name, one in names.items() if len(one.can) > 1)
    return next(able, next(iter(names), ""))


@handles(JudgingRequests.trust)
def trust(context: Context) -> dict[str, float]:
    """Light, since a `check` of a caller who is listed asks it, too."""
    lists = context.open_lists.all() if context.open_lists else ()
    return {each.name: each.trust for each in lists if not (each.doubt or each.innocents)}


@handles(JudgingRequests.replay)
def replay(
    context: Context,
    policy: Mapping[str, str] = NOTHING,
    days: int = 90,
    *,
    written: str = "",
    written_as: str = "",
    line: str = "",
    list_name: str = "",
    file: str = "",
    data: bytes = b"",
    format: str = "",  # the word of the command
    region: str | None = None,
) -> ReplayedAnswer:
    """By the rules of today and by those that are tried; both judge the same calls."""
    from portinaio.daemon.replay import replay as past  # noqa: PLC0415  # no `check` needs it
    from portinaio.daemon.replay.sentence import replayed_answer  # noqa: PLC0415  # as above
    from portinaio.daemon.replay.tried_rules import Written, tried_rules  # noqa: PLC0415  # as above

    before, after = tried_rules(context, policy, Written(written, written_as, line), list_name)
    costly: list[past.Replayed] = []
    if not file:
        return replayed_answer(past.replay(context, before, after, days, costly), days, costly)
    from portinaio.daemon.files.import_calls import calls_in  # noqa: PLC0415  # as above
    from portinaio.daemon.files.import_request import ImportRequest  # noqa: PLC0415  # as above

    calls, unused = calls_in(
        context, ImportRequest(file, data, "calls", format, region, dry_run=True)
    )
    newest = past.newest_of(calls, context.now(), days)
    found = past.replay_calls(context, before, after, newest, costly)
    return replayed_answer(found, days, costly, unused, file)


def _looked_at_abroad(answer: CheckAnswer, context: Context, line: str, number: str) -> CheckAnswer:
    """Digits that are no number here may be one of another country, whose `+` the line leaves out."""
    from portinaio.daemon.diagnosis.caller_ids import abroad_without_plus  # noqa: PLC0415  # as above

    found = abroad_without_plus(number, context.config.plan)
    own = context.config.policies.lines.get(line)
    if found is None or (own and own.international):
        return answer
    meant, country = found
    hint = msg("looks like %(number)s of %(country)s without its +", number=meant, country=country)
    if own:
        hint = msg(
            '%(hint)s; if callers of line %(line)s come so, give it caller_numbers = "international"',
            hint=hint,
            line=line,
        )
    return {**answer, "hint": untranslated(hint)}


def _answer(judgement: Judgement, plan: Plan) -> CheckAnswer:
    call, verdict, decision = judgement.call, judgement.verdict, judgement.decision
    described = validity.describe(call.caller, plan)
    hint = call.reading.hint
    return {
        "number": call.caller,
        "national": described.national,
        "country": described.country,
        "type": described.type,
        "valid": described.valid,
        "label": verdict.label.value,
        "score": verdict.score,
        "suspected": verdict.suspected,
        "findings": [finding_answer(finding) for finding in verdict.findings],
        "action": decision.action.value,
        "because": untranslated(decision.because),
        "hint": untranslated(hint) if hint else None,
    }

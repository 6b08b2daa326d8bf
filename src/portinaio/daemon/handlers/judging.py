"""What would happen to a call. `portinaio check` comes through here, so nothing is imported that it can do without."""

from __future__ import annotations

from portinaio.api.request import NOTHING
from portinaio.api.requests.judging import JudgingRequests
from portinaio.core.call import Ringing
from portinaio.core.message import msg, untranslated
from portinaio.core.numbers import validity
from portinaio.core.policy import KEYS, Action
from portinaio.daemon.answers import finding_answer
from portinaio.daemon.clock import moment
from portinaio.daemon.dispatch import handles
from portinaio.daemon.screening import judge
from portinaio.errors import NotFoundError, UsageError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import CheckAnswer, ReplayAnswer
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
    where = line or next(iter(policies.lines), "")
    when = moment(at) if at else context.now()
    own_system = where in policies.lines and policies.lines[where].has_extensions
    ringing = Ringing(where, when, number, name=name, own_system=own_system)
    return _answer(judge(ringing, context.rules, context.records), context.config.plan)


@handles(JudgingRequests.trust)
def trust(context: Context) -> dict[str, float]:
    """Light, since a `check` of a caller who is listed asks it, too."""
    lists = context.open_lists.all() if context.open_lists else ()
    return {each.name: each.trust for each in lists if not (each.doubt or each.innocents)}


@handles(JudgingRequests.replay)
def replay(context: Context, policy: Mapping[str, str] = NOTHING, days: int = 90) -> ReplayAnswer:
    """By the rules of today and by those with another policy; both judge the same calls."""
    from portinaio.daemon import replay as past  # noqa: PLC0415  # no `check` needs it
    from portinaio.daemon.replay_sentence import replay_answer  # noqa: PLC0415  # as above

    rules = context.rules
    after = rules._replace(policies=_wished(context, policy))
    found = past.replay(context, rules, after, days)
    return replay_answer(found, days)


def _wished(context: Context, policy: Mapping[str, str]) -> Policies:
    """Those of config.toml, with these words in `[policy]`."""
    from msgspec.structs import replace  # noqa: PLC0415  # as above

    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above
    from portinaio.config.policies import from_plain, to_plain  # noqa: PLC0415  # as above

    for name, action in policy.items():
        if name not in KEYS:
            raise UsageError(msg("there is no key %(key)s", key=f"policy.{name}"[:60]))
        if action not in set(Action):
            said = msg("%(text)r is no action", text=action[:60])
            raise UsageError(said)
    settings = load_settings(context.home.config_file)
    wished = replace(settings, policy=replace(settings.policy, **policy))
    return from_plain(to_plain(wished))


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

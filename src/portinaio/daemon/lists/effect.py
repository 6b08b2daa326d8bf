"""What a list would do, told before it does anything: by its kind, by its content, and to the calls of the log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.message import counted, msg, untranslated
from portinaio.core.policy import Action
from portinaio.daemon.replay import replay
from portinaio.daemon.replay.sentence import replay_answer
from portinaio.lists.index.contents import contents_of
from portinaio.lists.last_modified import modified_day
from portinaio.lists.offer import COUNTING, INNOCENTS
from portinaio.lists.strength import Evidence, Strength, of_listed, says

if TYPE_CHECKING:
    from portinaio.api.answers import ContentAnswer, EffectAnswer
    from portinaio.core.list_state import ListState
    from portinaio.core.message import Message
    from portinaio.daemon.config_cache import ListConfig
    from portinaio.daemon.context import Context
    from portinaio.lists.index.contents import Contents
    from portinaio.lists.offer import Offer
    from portinaio.lists.open_list import OpenList

DAYS = 90  # of the log; it usually holds as many
_HARMLESS = msg("it speaks against nobody, and holds down what others say")


def of_offer(offer: Offer) -> tuple[Strength, Message]:
    """Without counts, where nobody has said that there are any."""
    if offer.kind == INNOCENTS:
        return Strength.NONE, _HARMLESS
    evidence = Evidence(offer.trust, counted=bool(offer.counted))
    return of_listed(evidence), says(evidence)


def of_kind(config: ListConfig) -> tuple[Strength, Message]:
    """Of a list of which nothing has been fetched."""
    if config.innocents:
        return Strength.NONE, _HARMLESS
    sure = bool(config.offered or config.complaints or config.format in COUNTING)
    is_counted = config.complaints or config.format in COUNTING
    evidence = Evidence(config.trust, counted=bool(is_counted))
    return of_listed(evidence), says(evidence, sure=sure)


def effect_answer(context: Context, config: ListConfig, state: ListState) -> EffectAnswer:
    """Of a list whose index is here, subscribed or not."""
    return {
        **content_answer(context, config, state),
        "log": replay_answer(_on_the_log(context, config), DAYS),
    }


def content_answer(context: Context, config: ListConfig, state: ListState) -> ContentAnswer:
    """All but the log."""
    found = context.opened((config,)).all()[0]
    if found.opened is None:
        return _kind_answer(context, config)
    contents = contents_of(found.opened)
    strength, sentence = _of_content(config, found, contents, context.now().date())
    newest, modified = _day(contents.newest), modified_day(state.last_modified)
    return {
        "effect": strength.value,
        "effect_says": untranslated(_as_policy_has_it(context, strength, sentence)),
        "newest": newest.isoformat() if newest else None,
        "modified": modified.isoformat() if modified else None,
        "fresh_says": untranslated(_fresh(newest, modified, context.now().date())),
    }


def untold(context: Context, config: ListConfig) -> EffectAnswer:
    """Of a list of which nothing has been fetched."""
    nothing = replay_answer(replay.Tally(), DAYS)
    return {**_kind_answer(context, config), "log": nothing}


def _kind_answer(context: Context, config: ListConfig) -> ContentAnswer:
    strength, sentence = of_kind(config)
    return {
        "effect": strength.value,
        "effect_says": untranslated(_as_policy_has_it(context, strength, sentence)),
        "newest": None,
        "modified": None,
        "fresh_says": "",
    }


def _as_policy_has_it(context: Context, strength: Strength, sentence: Message) -> Message:
    """Who is suspected may ring all the same, and a list that does no more than that changes nothing."""
    actions = context.config.policies.policy.actions
    action = actions.get("suspected") or actions.get("unknown", Action.RING)
    if strength is not Strength.SUSPECTED or action is not Action.RING:
        return sentence
    return msg("%(said)s; suspected callers ring, unless policy.suspected says else", said=sentence)


def _of_content(
    config: ListConfig, found: OpenList, contents: Contents, today: date
) -> tuple[Strength, Message]:
    if found.innocents:
        return Strength.NONE, _HARMLESS
    dated = contents.newest and not contents.undated
    evidence = Evidence(
        config.trust,
        age_days=max(today.toordinal() - contents.newest, 0) if dated else 0,
        counted=contents.counted or bool(config.complaints) or found.counts_rows_once,
        doubted=found.doubt is not None,
    )
    return of_listed(evidence), says(evidence)


def _on_the_log(context: Context, config: ListConfig) -> replay.Tally:
    """What the list would add to the others; whether it is among them already makes no difference."""
    calls = replay.calls_of(context, DAYS)
    if not calls:
        return replay.Tally()
    others = tuple(each for each in context.config.lists if each.name != config.name)
    rules = context.rules
    before = rules._replace(lists=context.opened(others) if others else None)
    after = rules._replace(lists=context.opened((*others, config)))
    touched = replay.spoken_of(calls, context.opened((config,)))
    records = replay.PastRecords(context.store)
    found = replay.tally(replay.replayed(touched, before, after, records))
    return found._replace(calls=len(calls))


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _fresh(newest: date | None, modified: date | None, today: date) -> Message:
    if newest and newest >= today:
        return msg("its newest report is of today")
    if newest:
        days = (today - newest).days
        return counted(
            "its newest report is of %(day)s, %(n)d day ago",
            "its newest report is of %(day)s, %(n)d days ago",
            days,
            day=newest.isoformat(),
        )
    if modified:
        day = modified.isoformat()
        return msg("its rows give no day; its server says that it changed on %(day)s", day=day)
    return msg("its rows give no day, and its server says none: nobody can tell how old it is")

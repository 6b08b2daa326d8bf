"""What a telephone of the house asks for, done as the command line does it: by the same handlers, with the same checks.

All of it waits for the disk, so it runs in a thread.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from portinaio.config.language import find_language
from portinaio.core.call import Presentation
from portinaio.core.message import Message, counted, msg, render
from portinaio.core.numbers.masking import masked
from portinaio.core.numbers.pattern import Refusal, read_pattern
from portinaio.daemon.entries.doubts import doubts, together
from portinaio.daemon.files import announcement
from portinaio.daemon.handlers import entries, lines
from portinaio.errors import PortinaioError
from portinaio.language import translation
from portinaio.lines.handset import Command, Done, Wish

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context

log = logging.getLogger(__name__)

LOOKED_AT = 50  # calls, of which the house's own telephones have not made all
LONGEST_NAME = 60  # characters; the telephone is at somebody's ear
ENDING = 4  # digits by which a person knows a number again
PAUSE_S, EXPECT_S = 3600, 7200  # as the command line has it where nothing is said

NOBODY = msg("Nobody has called yet.")
HIDDEN = msg("Nothing was done, since the last caller has shown no number.")
FAULT = msg("Nothing was done; the log of the daemon says why.")


def carry_out(context: Context, line: str, command: Command) -> Done:
    """Never raises. What is refused is said."""
    try:
        done = _done(context, line, command)
    except PortinaioError as error:
        sentence = error.sentence
        why = sentence if isinstance(sentence, Message) else Message(str(error))
        done = Done(msg("Nothing was done: %(why)s", why=why), well=False)
    except Exception:
        log.exception("line %s: what telephone %s asked for failed", line, command.code)
        done = Done(FAULT, well=False)
    if command.wish is not Wish.LAST:
        outcome = "done" if done.well else f"not done, {done.said}"
        log.info("line %s: telephone %s asks: %s: %s", line, command.code, command.wish, outcome)
    return done


def _done(context: Context, line: str, command: Command) -> Done:
    match command.wish:
        case Wish.LAST:
            return _last(context)
        case Wish.BLOCK | Wish.ALLOW | Wish.REPORT:
            return _about(context, command)
        case Wish.PAUSE:
            entries.pause(context, PAUSE_S)
            return Done(msg("For one hour everybody rings."))
        case Wish.EXPECT:
            entries.expect(context, EXPECT_S)
            return Done(msg("For two hours unknown callers ring."))
        case Wish.RESUME:
            entries.expect_no_more(context)
            entries.resume(context)
            return Done(msg("Calls are screened."))
        case Wish.ANNOUNCE:
            announcement.keep(context.home, line, command.sound)
            return Done(msg("It is kept, and this line says it from now on."))
        case Wish.USE_ANNOUNCEMENT:
            lines.say_announcement(context, line)
            return Done(msg("It is kept, and this line says it from now on."))


def _last(context: Context) -> Done:
    call = _latest(context)
    if call is None:
        return Done(NOBODY, well=False)
    when = _when(call.at, context.now())
    who = _who(context, call)
    return Done(msg("The last call, %(when)s, was from %(who)s.", when=when, who=who), call=call.id)


def _about(context: Context, command: Command) -> Done:
    call = context.store.calls.get(command.call) if command.call is not None else None
    if call is None:
        return Done(NOBODY, well=False)
    if call.number is None:
        return Done(HIDDEN, well=False)
    who = _who(context, call)
    if command.wish is Wish.REPORT:
        from portinaio.daemon.handlers.drafts import report  # noqa: PLC0415  # letters are heavy

        report(context, call=call.id)
        return Done(msg("A complaint is begun about %(who)s. Send it with the app.", who=who))
    if command.wish is Wish.BLOCK:
        return _entered(context, call.number, "block", command, msg("Blocked: %(who)s.", who=who))
    return _entered(context, call.number, "allow", command, msg("Allowed: %(who)s.", who=who))


def _entered(
    context: Context, number: str, kind: Literal["allow", "block"], command: Command, said: Message
) -> Done:
    """What the command line would ask about first is not done."""
    pattern = read_pattern(number, context.config.plan)
    found = [] if isinstance(pattern, Refusal) else doubts(context, number, pattern, kind)
    if found:
        return Done(msg("Nothing was done: %(why)s", why=together(found)), well=False)
    told = translation(find_language(context.home.config_file, context.environ))
    note = render(msg("from telephone %(code)s", code=command.code), told)
    entries.add_entry(context, number, kind=kind, note=note, sure=True)
    log.info("%s of %s, by telephone %s", kind, masked(number), command.code)
    return Done(said)


def _latest(context: Context) -> LoggedCall | None:
    """The latest call from outside."""
    for call in context.store.calls.page(limit=LOOKED_AT):
        if not any(finding.code == "internal" for finding in call.findings):
            return call
    return None


def _who(context: Context, call: LoggedCall) -> Message | str:
    if call.number is None:
        hidden = call.presentation is Presentation.RESTRICTED
        return msg("somebody who hides the number") if hidden else msg("somebody without a number")
    if name := context.store.contacts.name_of(call.number):
        return name[:LONGEST_NAME]
    digits = call.number[-ENDING:]
    # Apart, so that no voice makes thousands of them.
    return msg("the number that ends in %(digits)s", digits=", ".join(digits))


def _when(at: datetime, now: datetime) -> Message:
    time = f"{at.astimezone(now.tzinfo):%H:%M}"
    days = (now.date() - at.astimezone(now.tzinfo).date()).days
    if days <= 0:
        return msg("today at %(time)s", time=time)
    return counted("%(n)d day ago at %(time)s", "%(n)d days ago at %(time)s", days, time=time)

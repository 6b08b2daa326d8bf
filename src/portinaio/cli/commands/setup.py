"""`setup`: the first run. Every question has an answer that Enter gives, and --yes gives them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio import language
from portinaio.cli.commands.lines import notes_of
from portinaio.cli.files import read_file
from portinaio.cli.lines.keys import ask_missing, ask_name
from portinaio.cli.lists.summary import added_lines, told_of
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import UnansweredError, ask, choose, may_ask
from portinaio.config.first_line import NONE, first_lines, steps_of
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _, translate, translate_error
from portinaio.language.choices import said

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from portinaio.api.answers import OfferAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser
    from portinaio.config.line_kind import Step

ACTIONS = ("ring", "silence", "reject", "answer", "announce", "challenge", "message", "hold")
EVERYWHERE = "*"
"""The country of a list of no country alone."""


def describe(parser: Parser, _name: str) -> None:
    parser.description = _("Ask a few questions, and write config.toml. It may be run again.")
    parser.examples("portinaio setup", "portinaio setup --yes")
    parser.add_argument("--yes", action="store_true", help=_("ask nothing, take every default"))


def run(context: CommandContext, given: Namespace) -> int:
    if not given.yes and not may_ask(context):
        raise UsageError(msg("setup asks questions on a terminal; --yes takes the defaults"))
    guessed = context.client.guesses(language.guess_country(context.environ), context.language)
    values = {
        "country": guessed["country"],
        "language": guessed["language"],
        "policy.reported": guessed["reported"],
    }
    if not given.yes:
        _ask_country_and_language(values)
        values["policy.reported"] = choose(
            _("What happens to reported telemarketers?"), ACTIONS, values["policy.reported"]
        )
        suspected = _ask_suspected(context, guessed["suspected"])
        if suspected != guessed["suspected"]:  # else it goes on following what unknown callers get
            values["policy.suspected"] = suspected
    context.client.set_settings(values)
    if not given.yes:
        _ask_more(context, has_line=guessed["has_line"])
    return context.answer(
        {"config": context.home.config_file, **values},
        [
            _("%(file)s is written.") % {"file": context.home.config_file},
            _(
                "portinaio doctor looks at everything; portinaio service install starts it for good."
            ),
        ],
    )


def _ask_country_and_language(values: dict[str, Any]) -> None:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  # 20 ms, after the first question

    question = _("Country of your telephone number, two letters?")
    while (country := ask(question, values["country"]).upper()) not in SUPPORTED_REGIONS:
        question = _("There is no such country. Two letters, such as IT?")
    values["country"] = country
    values["language"] = choose(_("Language"), language.LANGUAGES, values["language"])
    language.use(values["language"])


def _ask_suspected(context: CommandContext, now: str) -> str:
    """With what another answer would have done to the log so far, where there is one."""
    for action in ("silence", "reject"):
        found = context.client.replay({"suspected": action})
        if found["calls"] and action != now:
            context.say(f"{said(action)}: {found['says']}")
    return choose(_("What happens to suspected callers?"), ACTIONS, now)


def _ask_more(context: CommandContext, *, has_line: bool) -> None:
    """What stands beside the settings, which are written by now."""
    lacking = msg(
        "nobody answers any more; %(file)s is written, but without the line",
        file=context.home.config_file,
    )
    try:
        _ask_line(context, has_line=has_line)
        lacking = msg(
            "nobody answers any more; %(file)s is written, but no address book was read",
            file=context.home.config_file,
        )
        _ask_contacts(context)
        lacking = msg(
            "nobody answers any more; %(file)s is written, but no list was subscribed",
            file=context.home.config_file,
        )
        _ask_lists(context)
    except UnansweredError as error:
        raise PortinaioError(lacking) from error


def _ask_line(context: CommandContext, *, has_line: bool) -> None:
    """A first line; more with `lines add`. Enter is none, since nobody has said that a port may be opened."""
    if has_line:
        return
    firsts = {
        one.name: one
        for one in first_lines({one["kind"]: one["title"] for one in context.client.line_kinds()})
    }
    context.say(*(f"{said(name)}: {translate(one.title)}" for name, one in firsts.items()))
    first = firsts[choose(_("Which line shall be screened?"), tuple(firsts), NONE)]
    keys = dict(first.keys)
    if first.kind:
        name = ask_name("home")
        ask_missing(context, first.kind, name, keys)
        context.say(*notes_of(context.client.add_line(first.kind, name, keys)))
        keys["name"] = name
    context.say(*_drawn(steps_of(first, keys)))


def _drawn(steps: Iterable[Step]) -> Iterator[str]:
    """What is to be done elsewhere: each place with its number, and below it what is seen there."""
    for number, step in enumerate(steps, 1):
        yield f"{number} {translate(step.place)}"
        yield from (f"  | {translate(seen)}" for seen in step.seen)


def _ask_contacts(context: CommandContext) -> None:
    """A file that cannot be read is no reason to lose the other answers."""
    while file := ask(_("Address book to read, a vCard file? (Enter for none)")):
        try:
            content = read_file(str(Path(file).expanduser()))
            found = context.client.import_contacts(Path(file).name, content)
        except PortinaioError as error:
            context.note(translate_error(error))
            continue
        n = found["accepted"]
        context.say(translate(counted("%(n)d contact is known.", "%(n)d contacts are known.", n)))
        return


def _ask_lists(context: CommandContext) -> None:
    """Those of the country. One that does not come is no reason to lose the others."""
    offered = context.client.catalogue()
    context.say(*map(printable, offered["remark"].splitlines()))
    country = offered["country"]
    here = [one for one in offered["lists"] if one["country"] == country]
    for one in offered["lists"]:
        if one["country"] in {country, EVERYWHERE} and one["account"] and not one["subscribed"]:
            context.say(*map(printable, _with_account(one)))
    names = [one["name"] for one in here if not (one["account"] or one["subscribed"])]
    if not names:
        return
    for one in here:
        if one["name"] in names:
            about = one["title"] if one["says"] in offered["remark"] else one["says"]
            context.say(printable(f"{one['name']}: {about}"), f"  {one['effect_says']}")
    question = _("Which of these lists? Their names, or Enter for none")
    while chosen := ask(question).replace(",", " ").split():
        if strange := [name for name in chosen if name not in names]:
            context.note(_("%(name)s is none of them") % {"name": printable(strange[0])})
            continue
        for name in dict.fromkeys(chosen):
            _subscribe(context, name)
        return


def _with_account(offer: OfferAnswer) -> Iterator[str]:
    """A list that wants an account first, and how one comes by it."""
    yield f"{offer['name']}: {offer['title']}"
    yield "  " + _("1 %(page)s in a browser: make an account, or log in") % {
        "page": offer["homepage"]
    }
    yield "  " + _("2 it needs %(account)s") % {"account": offer["account"]}
    yield "  " + _("3 here: portinaio secret set %(name)s, then portinaio lists add %(name)s") % {
        "name": offer["name"]
    }


def _subscribe(context: CommandContext, name: str) -> None:
    try:
        added = with_progress(context, lambda client: client.add_list(name))
    except PortinaioError as error:
        context.note(translate_error(error))
        return
    context.say(*told_of(added), *added_lines(added))

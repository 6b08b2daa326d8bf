"""What is done to reports that were given to lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portinaio import language
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.language.terms import SHARE_STATES, term
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.api.answers import ShareAnswer, SharePreviewAnswer
    from portinaio.api.client import Client

THERE = frozenset({"waiting", "given", "opened", "withdrawing"})
"""States of what can be taken back."""
MOST_AT_ONCE = 100  # numbers; each is a request of its own to each list


def is_wanted(client: Client, number: str | None = None, call: int | None = None) -> bool:
    """Whether a list takes a report of it now, and has none yet."""
    try:
        preview = client.preview_share(number, call)
    except PortinaioError:  # nothing of it may leave
        return False
    given = any(one["state"] in THERE for one in preview["shared"])
    return not given and any(not one["refusal"] for one in preview["targets"])


def take_back(client: Client, number: str) -> Done:
    """Undone by giving it anew, which is a key press of its own: what leaves is shown first."""
    taken = client.withdraw_share(number)
    said = [f"{plain(one['title'])}: {term(one['state'], SHARE_STATES)}" for one in taken]
    if any(one["page"] for one in taken):
        said.append(_("If you had sent it on its page, take it back there: Portinaio cannot."))
    return Done("\n".join(said))


# -- several numbers at once


class Gift(NamedTuple):
    """To one list."""

    name: str
    title: str
    where: str
    """Method and address."""
    body: str


class Report(NamedTuple):
    """What would leave of one number, to lists that take it without the user; a page of a list is filled in for one number alone."""

    call: int
    number: str = ""
    """Empty where nothing of it may leave."""
    gifts: tuple[Gift, ...] = ()
    given: tuple[ShareAnswer, ...] = ()
    """What was given of it before, and is there still."""
    refusals: tuple[str, ...] = ()


def wanted(client: Client, calls: Sequence[int]) -> tuple[int, ...]:
    """Those of whose numbers a list takes a report now, and has none yet."""
    return tuple(one.call for one in reports(client, calls) if one.gifts)


def reports(
    client: Client, calls: Sequence[int], topic: str = "other", company: str = ""
) -> list[Report]:
    """Of each number once."""
    found: dict[str, Report] = {}
    for call in calls:
        report = _report(client, call, topic, company)
        found.setdefault(report.number or str(call), report)
        if len(found) == MOST_AT_ONCE:
            break
    return list(found.values())


def _report(client: Client, call: int, topic: str, company: str) -> Report:
    try:
        preview = client.preview_share(None, call, topic=topic, company=company)
    except PortinaioError as error:
        return Report(call, refusals=(language.translate_error(error),))
    given = tuple(one for one in preview["shared"] if one["state"] in THERE)
    gifts = () if given else tuple(_gifts(preview))
    return Report(call, preview["number"], gifts, given, tuple(_refusals(preview)))


def _gifts(preview: SharePreviewAnswer) -> Iterator[Gift]:
    for one in preview["targets"]:
        if one["sends"] and not one["refusal"]:
            where = f"{one['method']} {one['url']}"
            yield Gift(one["name"], one["title"], where, one["body"])


def _refusals(preview: SharePreviewAnswer) -> Iterator[str]:
    for one in preview["targets"]:
        named = {"list": one["title"], "reason": one["refusal"]}
        if one["refusal"]:
            yield _("%(list)s is given nothing: %(reason)s") % named
        elif not one["sends"]:
            yield _("%(list)s has a page for one number at a time.") % named


def give_all(client: Client, wanted: Sequence[Report], topic: str, company: str) -> list[str]:
    """What became of them, each outcome once with its count. One that fails does not keep the others."""
    told: Counter[str] = Counter()
    for report in wanted:
        names = [gift.name for gift in report.gifts]
        try:
            shares = client.share(None, report.call, topic=topic, company=company, targets=names)
        except PortinaioError as error:
            told[plain(language.translate_error(error))] += 1
        else:
            told.update(map(_told, shares))
    return [f"{said} ({n})" if n > 1 else said for said, n in told.items()]


def take_all_back(client: Client, numbers: Sequence[str]) -> Done:
    said = Counter(
        line for number in numbers for line in take_back(client, number).sentence.split("\n")
    )
    return Done("\n".join(f"{line} ({n})" if n > 1 else line for line, n in said.items()))


def _told(share: ShareAnswer) -> str:
    said = f"{plain(share['title'])}: {term(share['state'], SHARE_STATES)}"
    return f"{said} ({plain(share['error'])})" if share["error"] else said

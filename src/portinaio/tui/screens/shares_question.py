"""Reports of several numbers given back to lists with one yes: what the calls were about is asked once, and all that leaves is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import _, ngettext
from portinaio.language.terms import SHARE_STATES, TOPICS, term
from portinaio.tui.escape import plain
from portinaio.tui.operations import sharing as operations
from portinaio.tui.screens.share_question import ShareQuestion
from portinaio.tui.widgets.dialogs import Choice, Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.tui.operations.sharing import Gift, Report
    from portinaio.tui.screens.base_screen import BaseScreen


class SharesQuestion(NamedTuple):
    screen: BaseScreen
    calls: Sequence[int]
    """By which the numbers were met."""

    def put(self) -> None:
        """Of one number it is the question of one."""
        self.screen.request(lambda client: operations.reports(client, self.calls), self._begin)

    def _begin(self, reports: list[Report]) -> None:
        able = [one for one in reports if one.gifts]
        given = [one for one in reports if one.given]
        numbers = [one for one in reports if one.number]
        if len(numbers) == 1:
            ShareQuestion(self.screen, numbers[0].number, numbers[0].call).put()
        elif able:
            self._topic(len(able))
        elif given:
            self._offer_back(given)
        else:
            none = _("No list of the catalogue takes reports of these numbers.")
            said = "\n".join(_refusals(reports)) or none
            self.screen.notify(said, severity="warning", markup=False)

    def _topic(self, n: int) -> None:
        words = {term(code, TOPICS): code for code in TOPICS}

        def chosen(word: str | None) -> None:
            if word is not None:
                self._company(words[word])

        title = _("What were the calls of these %(n)d numbers about?") % {"n": n}
        text = _("Lists ask for it. Nothing leaves before you have seen it.")
        now = term("other", TOPICS)
        self.screen.app.push_screen(Choice(title, text, list(words), now), chosen)

    def _company(self, topic: str) -> None:
        def named(name: str | None) -> None:
            if name is not None:
                company = name.strip()
                self.screen.request(
                    lambda client: operations.reports(client, self.calls, topic, company),
                    lambda reports: self._ask(reports, topic, company),
                )

        title, hint = (
            _("For which company was it?"),
            _("as the caller named it; empty: none is named"),
        )
        self.screen.app.push_screen(Prompt(title, "", hint), named)

    def _ask(self, reports: list[Report], topic: str, company: str) -> None:
        able = [one for one in reports if one.gifts]

        def said(yes: bool | None) -> None:
            if yes:
                self.screen.request(
                    lambda client: operations.give_all(client, able, topic, company),
                    lambda lines: self.screen.notify("\n".join(lines), markup=False),
                    slow=True,
                )

        n = len(able)
        asked = ngettext("Give a report of %(n)d number?", "Give reports of %(n)d numbers?", n)
        shown = "\n".join((*_leaving(able), *_refusals(reports)))
        self.screen.app.push_screen(Confirm(asked % {"n": n}, shown, _("Give them")), said)

    def _offer_back(self, given: list[Report]) -> None:
        back = _("Take them back")

        def chosen(word: str | None) -> None:
            if word == back:
                numbers = [one.number for one in given]
                self.screen.carry_out(
                    lambda client: operations.take_all_back(client, numbers), slow=True
                )

        n = len(given)
        title = _("You have given reports of these %(n)d numbers") % {"n": n}
        states = {
            plain(f"{share['title']}: {term(share['state'], SHARE_STATES)}"): None
            for one in given
            for share in one.given
        }
        self.screen.app.push_screen(Choice(title, "\n".join(states), [back], back), chosen)


def _leaving(reports: list[Report]) -> Iterator[str]:
    """List by list, each request as it is sent."""
    by_list: dict[str, list[Gift]] = {}
    for report in reports:
        for gift in report.gifts:
            by_list.setdefault(gift.title, []).append(gift)
    for title, gifts in by_list.items():
        yield _("%(list)s is given exactly this:") % {"list": plain(title)}
        before = ""
        for gift in gifts:
            if gift.where != before:
                yield plain(gift.where)
            before = gift.where
            yield plain(gift.body)


def _refusals(reports: list[Report]) -> list[str]:
    """Each reason once."""
    return list(dict.fromkeys(plain(why) for one in reports for why in one.refusals))

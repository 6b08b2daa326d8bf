"""A report given back to lists: what the call was about is asked, and exactly what leaves is shown before the yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import _
from portinaio.language.terms import SHARE_STATES, TOPICS, term
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.operations import sharing as operations
from portinaio.tui.widgets.dialogs import Choice, Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import ShareAnswer, SharePreviewAnswer, ShareTargetAnswer
    from portinaio.tui.screens.base_screen import BaseScreen


class ShareQuestion(NamedTuple):
    screen: BaseScreen
    number: str
    call: int | None = None
    """By which the number was met, where it is one of the log."""

    def put(self) -> None:
        self.screen.request(
            lambda client: client.preview_share(*self._about()), self._topic_or_back
        )

    def _about(self) -> tuple[str | None, int | None]:
        return (self.number, None) if self.call is None else (None, self.call)

    def _topic_or_back(self, preview: SharePreviewAnswer) -> None:
        given = [one for one in preview["shared"] if one["state"] in operations.THERE]
        if given:
            self._offer_back(given)
        else:
            self._topic("other", "")

    def _topic(self, topic: str, company: str) -> None:
        """`topic` and `company` are what was said before."""
        words = {term(code, TOPICS): code for code in TOPICS}

        def chosen(word: str | None) -> None:
            if word is not None:
                self._company(words[word], company)

        title = _("What was the call of %(number)s about?") % {"number": self._shown()}
        text = _("Lists ask for it. Nothing leaves before you have seen it.")
        self.screen.app.push_screen(Choice(title, text, list(words), term(topic, TOPICS)), chosen)

    def _company(self, topic: str, company: str) -> None:
        def named(name: str | None) -> None:
            if name is not None:
                self._show(topic, name.strip())

        title = _("For which company was it?")
        hint = _("as the caller named it; empty: none is named")
        self.screen.app.push_screen(Prompt(title, company, hint), named)

    def _show(self, topic: str, company: str) -> None:
        self.screen.request(
            lambda client: client.preview_share(*self._about(), topic=topic, company=company),
            self._ask,
        )

    def _ask(self, preview: SharePreviewAnswer) -> None:
        able = [one["name"] for one in preview["targets"] if not one["refusal"]]
        shown = "\n".join(line for one in preview["targets"] for line in _leaving(one))
        if not able:
            none = _("No list of the catalogue takes reports of this number.")
            self.screen.notify(shown or none, severity="warning", markup=False)
            return

        topic, company = preview["topic"], preview["company"]

        def said(yes: bool | None) -> None:
            if yes:
                self.screen.request(
                    lambda client: client.share(
                        *self._about(), topic=topic, company=company, targets=able
                    ),
                    self._given,
                    slow=True,
                )

        asked = _("Give a report of %(number)s?") % {"number": self._shown()}
        self.screen.app.push_screen(Confirm(asked, shown, _("Give it")), said)

    def _given(self, shares: list[ShareAnswer]) -> None:
        lines = []
        for one in shares:
            lines.append(_told(one))
            page = one["page"] if one["state"] == "opened" else None
            if page and not self.screen.session.browse(page):
                self.screen.app.copy_to_clipboard(page)
                said = _("No browser here; the address is on the clipboard: %(page)s")
                lines.append(plain(said % {"page": page}))
        self.screen.notify("\n".join(lines), markup=False)

    def _offer_back(self, given: list[ShareAnswer]) -> None:
        back, other = _("Take it back"), _("Give another topic")

        def chosen(word: str | None) -> None:
            if word == back:
                self.screen.carry_out(
                    lambda client: operations.take_back(client, self.number), slow=True
                )
            elif word == other:
                self._topic(given[0]["topic"], given[0]["company"])

        title = _("You have given a report of %(number)s") % {"number": self._shown()}
        text = "\n".join(map(_told, given))
        self.screen.app.push_screen(Choice(title, text, [back, other], back), chosen)

    def _shown(self) -> str:
        return format_number.shown(self.number, mask=self.screen.session.state.mask)


def _leaving(target: ShareTargetAnswer) -> Iterator[str]:
    named = {"list": plain(target["title"]), "reason": plain(target["refusal"] or "")}
    if target["refusal"]:
        yield _("%(list)s is given nothing: %(reason)s") % named
    elif target["sends"]:
        yield _("%(list)s is given exactly this:") % named
        yield plain(f"{target['method']} {target['url']}")
        yield plain(target["body"])
    else:
        yield _("%(list)s has a page for it, which you send yourself:") % named
        yield plain(target["url"])


def _told(share: ShareAnswer) -> str:
    said = f"{plain(share['title'])}: {term(share['state'], SHARE_STATES)}"
    return f"{said} ({plain(share['error'])})" if share["error"] else said

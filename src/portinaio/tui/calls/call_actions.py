"""The actions on one caller, for every screen that shows one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.language import _, formatting, ngettext
from portinaio.tui import call_terms, format_number
from portinaio.tui.complaints.matter import Matter
from portinaio.tui.operations import calls as operations
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.screens.register_question import RegisterQuestion
from portinaio.tui.screens.share_offer import take_offered
from portinaio.tui.widgets.dialogs import Confirm, Prompt

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer
    from portinaio.tui.actions.action import ActionContext

CALLER_ACTIONS = ("block", "allow", "report", "name", "note", "play", "whose", "share", "copy")


class CallActionsScreen(BaseScreen):
    def target_call(self) -> CallAnswer | None:
        """The call whose caller the keys mean."""
        raise NotImplementedError

    def target_calls(self) -> list[CallAnswer]:
        """The calls that the keys mean where they can mean several."""
        call = self.target_call()
        return [] if call is None else [call]

    def after_operation(self) -> None:
        """The keys have done what was wanted to all of `target_calls`."""

    def current_context(self) -> ActionContext:
        """Of several calls: whether somebody has given a number, and whether all of them are blocked or allowed."""
        found = super().current_context()
        call = self.target_call()
        if call is None:
            return found
        state = self.session.state
        numbers = self._numbers()
        entries = [state.entry(number) for number in numbers]
        kinds = {entry["kind"] if entry else None for entry in entries}
        return found._replace(
            call=call["id"],
            number=next(iter(numbers), call["number"]),
            entry=kinds.pop() if len(kinds) == 1 else None,
            named=call["number"] in state.contacts,
        )

    def do_block(self) -> None:
        calls = [call["id"] for call in self._first_calls()]
        several = partial(operations.block_several, calls=calls)
        self._with_numbers(operations.block_one, several)

    def do_allow(self) -> None:
        self._with_numbers(operations.allow, operations.allow_all)

    def do_copy(self) -> None:
        call = self.target_call()
        if len(numbers := self._numbers()) > 1:
            self.app.copy_to_clipboard("\n".join(numbers))
            n = len(numbers)
            said = ngettext(
                "%(n)d number is on the clipboard", "%(n)d numbers are on the clipboard", n
            )
            self.notify(said % {"n": n}, markup=False)
        elif call and call["number"]:
            self.app.copy_to_clipboard(call["number"])
            self.notify(
                _("%(caller)s is on the clipboard") % {"caller": self.caller(call)}, markup=False
            )

    def do_name(self) -> None:
        call = self.target_call()
        if call is None or call["number"] is None:
            return
        number, before = call["number"], self.session.state.contacts.get(call["number"], "")

        def named(name: str | None) -> None:
            if name is not None and name.strip() != before:
                self.carry_out(
                    lambda client: operations.name_number(client, number, name.strip(), before)
                )

        title = _("Who is %(number)s?") % {
            "number": format_number.shown(number, mask=self.session.state.mask)
        }
        self.app.push_screen(
            Prompt(title, before, _("a name, as in an address book; empty: no contact")), named
        )

    def do_note(self) -> None:
        call = self.target_call()
        if call is None:
            return

        def noted(text: str | None) -> None:
            if text is not None and text != call["notes"]:
                self.carry_out(lambda client: operations.note(client, call, text))

        title = _("Note to this call of %(caller)s") % {"caller": self.caller(call)}
        self.app.push_screen(
            Prompt(title, call["notes"], _("what they wanted, which company they named")), noted
        )

    def do_play(self) -> None:
        call = self.target_call()
        if call is not None:
            self.carry_out(lambda client: operations.play(client, call))

    def do_whose(self) -> None:
        call = self.target_call()
        if call and call["number"]:
            RegisterQuestion(self, call["number"]).put()

    def do_share(self) -> None:
        from portinaio.tui.screens.share_question import ShareQuestion  # noqa: PLC0415  # not at start
        from portinaio.tui.screens.shares_question import SharesQuestion  # noqa: PLC0415  # as above

        marked = [call["id"] for call in self._first_calls()]
        offered = take_offered(self.session)
        call = self.target_call()
        if several := marked if len(marked) > 1 else offered:
            SharesQuestion(self, several).put()
            self.after_operation()
        elif call and call["number"]:
            ShareQuestion(self, call["number"], call["id"]).put()

    def do_report(self) -> None:
        from portinaio.tui.complaints.letter_screen import LetterScreen  # noqa: PLC0415  # 35 ms at start

        calls = self.target_calls()
        if not calls:
            return
        others = tuple(call["id"] for call in calls[1:])
        matter = Matter(calls[0]["id"], self.caller(calls[0]), others=others)
        self.app.push_screen(LetterScreen(self.session, matter))
        self.after_operation()

    def do_forget(self) -> None:
        calls = self.target_calls()
        if len(calls) > 1:
            self._forget_all(calls)
            return
        call = self.target_call()
        if call is None:
            return

        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: operations.forget(client, call))

        when = formatting.moment(call_terms.moment(call["at"]))
        asked = _("Delete this call of %(caller)s?") % {"caller": self.caller(call)}
        text = _(
            "%(moment)s. It goes from the log for good, with its note; nothing brings it back."
        )
        self.app.push_screen(Confirm(asked, text % {"moment": when}, _("Delete it")), said)

    def _forget_all(self, calls: list[CallAnswer]) -> None:
        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: operations.forget_all(client, calls))
                self.after_operation()

        n = len(calls)
        asked = ngettext("Delete %(n)d call?", "Delete %(n)d calls?", n) % {"n": n}
        text = _("They go from the log for good, with their notes; nothing brings them back.")
        self.app.push_screen(Confirm(asked, text, _("Delete them")), said)

    def caller(self, call: CallAnswer) -> str:
        return format_number.caller(call, self.session.state.contacts, mask=self.session.state.mask)

    def _numbers(self) -> list[str]:
        """Each once; who gave none is passed over."""
        return list(dict.fromkeys(call["number"] for call in self.target_calls() if call["number"]))

    def _first_calls(self) -> list[CallAnswer]:
        """One of each number."""
        found: dict[str, CallAnswer] = {}
        for call in self.target_calls():
            if call["number"]:
                found.setdefault(call["number"], call)
        return list(found.values())

    def _with_numbers(
        self, operation: operations.NumberOperation, of_all: operations.NumbersOperation
    ) -> None:
        numbers = self._numbers()
        if len(numbers) > 1:
            self.carry_out(lambda client: of_all(client, numbers))
        elif numbers:
            number = numbers[0]
            call = next(one for one in self.target_calls() if one["number"] == number)
            caller = self.caller(call)
            self.carry_out(lambda client: operation(client, number, caller))
        self.after_operation()

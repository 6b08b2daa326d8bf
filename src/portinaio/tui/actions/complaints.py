"""The actions on complaints and their letters; a part of the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.actions.action import Action

if TYPE_CHECKING:
    from portinaio.tui.actions.action import ActionContext


def _needs_complaint(context: ActionContext) -> str | None:
    return None if context.complaint else _("no complaint is chosen")


def _needs_text(context: ActionContext) -> str | None:
    return None if context.complaint else _("no letter is written yet")


def _needs_draft(context: ActionContext) -> str | None:
    if context.complaint not in {None, "draft"}:
        return _("it was sent already")
    return _needs_complaint(context)


def _needs_several_calls(context: ActionContext) -> str | None:
    if missing := _needs_draft(context):
        return missing
    return None if context.calls > 1 else _("it has no other call; discard it among the complaints")


def _needs_whole_draft(context: ActionContext) -> str | None:
    return _needs_draft(context) or (
        _("the letter has gaps; fill them in first") if context.gaps else None
    )


def _needs_letter(context: ActionContext) -> str | None:
    if context.web:
        return _("it goes by a form on the web; copy the fields into it")
    if context.spoken:
        return _("it goes by a text message or a call, and no mail")
    return _needs_whole_draft(context)


def _needs_sent(context: ActionContext) -> str | None:
    if context.complaint == "draft":
        return _("it was not sent yet")
    if context.complaint == "closed":
        return _("it is settled")
    return _needs_complaint(context)


def _needs_answer(context: ActionContext) -> str | None:
    if context.complaint in {"sent", "received", "overdue", "refused"}:
        return _("no answer is written down yet")
    return _needs_sent(context)


def _needs_open(context: ActionContext) -> str | None:
    return _("it is settled") if context.complaint == "closed" else _needs_complaint(context)


def _needs_end(context: ActionContext) -> str | None:
    if context.complaint not in {None, "draft", "closed"}:
        return _("it was sent; settle it before you discard it")
    return _needs_complaint(context)


def _needs_step(context: ActionContext) -> str | None:
    if context.next_step in {"", "send"}:
        return _needs_complaint(context) or _("nothing is to be done now")
    return None


def _needs_page(context: ActionContext) -> str | None:
    if context.page or context.spoken:
        return None
    return _("it goes neither by a web page nor by mail")


def _needs_form(context: ActionContext) -> str | None:
    return None if context.web else _("it is a letter and no form")


def _where_to(context: ActionContext) -> str:
    if context.spoken:
        return _("Number")
    return _("Mail program") if context.page.startswith("mailto:") else _("Web page")


COMPLAINT_ACTIONS = (
    Action(
        "copy_letter",
        "y",
        lambda _s: _("Copy letter"),
        lambda: _("copy the whole letter to the clipboard"),
        _needs_text,
    ),
    Action(
        "gap",
        "enter",
        lambda s: _("Fields") if s.web and not s.gaps else _("Fill in"),
        lambda: _("answer what is missing; then the fields of the form"),
        lambda s: None if s.gaps or s.web else _("nothing is missing"),
    ),
    Action(
        "say_more",
        "e",
        lambda _s: _("Say more"),
        lambda: _("answer what the letter does not need, and would tell too"),
        lambda s: _needs_draft(s) or (None if s.further else _("it asks for nothing more")),
    ),
    Action(
        "recipient",
        "W",
        lambda _s: _("To whom"),
        lambda: _("write to somebody else, with reasons for and against"),
        _needs_draft,
    ),
    Action(
        "take_out",
        "d",
        lambda _s: _("Take out"),
        lambda: _("take a call out of this draft"),
        _needs_several_calls,
    ),
    Action(
        "basis",
        "K",
        lambda _s: _("Why"),
        lambda: _("why the letter says this: each sentence with whence it is known"),
        _needs_text,
    ),
    Action(
        "form",
        "F",
        lambda _s: _("Fields"),
        lambda: _("the fields of the web form, to be copied one by one"),
        _needs_form,
    ),
    Action(
        "send",
        "M",
        lambda _s: _("Send"),
        lambda: _("send the letter through your mail server"),
        _needs_letter,
    ),
    Action(
        "save",
        "ctrl+s",
        lambda _s: _("Save"),
        lambda: _("write the letter to a file: .pdf, .eml, .md or .txt"),
        _needs_complaint,
    ),
    Action(
        "page",
        "o",
        _where_to,
        lambda: _("open the form's web page or a mail program, or see the number to text or ring"),
        _needs_page,
    ),
    Action(
        "open",
        "enter",
        lambda _s: _("Open"),
        lambda: _("read the letter"),
        _needs_complaint,
    ),
    Action(
        "next",
        "X",
        lambda _s: _("Next step"),
        lambda: _("write the letter that comes next"),
        _needs_step,
    ),
    Action(
        "sent",
        "w",
        lambda _s: _("Was sent"),
        lambda: _("you have sent it; the time for the answer begins"),
        _needs_whole_draft,
    ),
    Action(
        "received",
        "V",
        lambda _s: _("Received"),
        lambda: _("it was received; the time for the answer runs from that day"),
        _needs_sent,
    ),
    Action(
        "insufficient",
        "L",
        lambda _s: _("Falls short"),
        lambda: _("the answer does not satisfy; say on which point"),
        _needs_answer,
    ),
    Action("answered", "H", lambda _s: _("Answered"), lambda: _("an answer came"), _needs_sent),
    Action("refused", "N", lambda _s: _("Refused"), lambda: _("the company refused"), _needs_sent),
    Action(
        "extended",
        "T",
        lambda _s: _("More time"),
        lambda: _("the company asked for more time"),
        _needs_sent,
    ),
    Action("closed", "c", lambda _s: _("Settled"), lambda: _("it is settled"), _needs_open),
    Action(
        "attach",
        "plus",
        lambda _s: _("Attach"),
        lambda: _("put a file to it, such as an answer or a receipt"),
        _needs_complaint,
    ),
    Action(
        "discard",
        "d",
        lambda _s: _("Discard"),
        lambda: _("take a draft or a settled complaint away for good"),
        _needs_end,
    ),
    Action(
        "year",
        "Y",
        lambda _s: _("Year"),
        lambda: _("calls, companies and outcomes of this year, on one page, as a file"),
    ),
    Action(
        "copy_field",
        "enter,y",
        lambda _s: _("Copy, next"),
        lambda: _("copy this field to the clipboard and go to the next"),
    ),
)

"""The acts on complaints and their letters; a part of the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.actions.action import Act

if TYPE_CHECKING:
    from portinaio.tui.actions.action import Situation


def _needs_complaint(found: Situation) -> str | None:
    return None if found.complaint else _("no complaint is chosen")


def _needs_text(found: Situation) -> str | None:
    return None if found.complaint else _("no letter is written yet")


def _needs_draft(found: Situation) -> str | None:
    if found.complaint not in {None, "draft"}:
        return _("it was sent already")
    return _needs_complaint(found)


def _needs_whole_draft(found: Situation) -> str | None:
    return _needs_draft(found) or (
        _("the letter has gaps; fill them in first") if found.gaps else None
    )


def _needs_letter(found: Situation) -> str | None:
    if found.web:
        return _("it goes by a form on the web; copy the fields into it")
    return _needs_whole_draft(found)


def _needs_sent(found: Situation) -> str | None:
    if found.complaint == "draft":
        return _("it was not sent yet")
    if found.complaint == "closed":
        return _("it is settled")
    return _needs_complaint(found)


def _needs_open(found: Situation) -> str | None:
    return _("it is settled") if found.complaint == "closed" else _needs_complaint(found)


def _needs_end(found: Situation) -> str | None:
    if found.complaint not in {None, "draft", "closed"}:
        return _("it was sent; settle it before you discard it")
    return _needs_complaint(found)


def _needs_step(found: Situation) -> str | None:
    if found.next_step in {"", "send"}:
        return _needs_complaint(found) or _("nothing is to be done now")
    return None


def _needs_page(found: Situation) -> str | None:
    return None if found.page else _("it goes neither by a web page nor by mail")


def _needs_form(found: Situation) -> str | None:
    return None if found.web else _("it is a letter and no form")


COMPLAINT_ACTS = (
    Act(
        "copy_letter",
        "y",
        lambda _s: _("Copy letter"),
        lambda: _("copy the whole letter to the clipboard"),
        _needs_text,
    ),
    Act(
        "gap",
        "enter",
        lambda s: _("Fields") if s.web and not s.gaps else _("Fill in"),
        lambda: _("answer what is missing; then the fields of the form"),
        lambda s: None if s.gaps or s.web else _("nothing is missing"),
    ),
    Act(
        "recipient",
        "t",
        lambda _s: _("To whom"),
        lambda: _("write to somebody else, with reasons for and against"),
        _needs_draft,
    ),
    Act(
        "form",
        "f",
        lambda _s: _("Fields"),
        lambda: _("the fields of the web form, to be copied one by one"),
        _needs_form,
    ),
    Act(
        "send",
        "s",
        lambda _s: _("Send"),
        lambda: _("send the letter through your mail server"),
        _needs_letter,
    ),
    Act(
        "save",
        "x",
        lambda _s: _("Save"),
        lambda: _("write the letter to a file: .pdf, .eml, .md or .txt"),
        _needs_complaint,
    ),
    Act(
        "page",
        "o",
        lambda s: _("Mail program") if s.page.startswith("mailto:") else _("Web page"),
        lambda: _("open the web page of the form, or the letter in a mail program"),
        _needs_page,
    ),
    Act(
        "open",
        "enter",
        lambda _s: _("Open"),
        lambda: _("read the letter"),
        _needs_complaint,
    ),
    Act(
        "next",
        "n",
        lambda _s: _("Next step"),
        lambda: _("write the letter that comes next"),
        _needs_step,
    ),
    Act(
        "sent",
        "w",
        lambda _s: _("Was sent"),
        lambda: _("you have sent it; the time for the answer begins"),
        _needs_whole_draft,
    ),
    Act("answered", "a", lambda _s: _("Answered"), lambda: _("an answer came"), _needs_sent),
    Act("refused", "r", lambda _s: _("Refused"), lambda: _("the company refused"), _needs_sent),
    Act(
        "extended",
        "e",
        lambda _s: _("More time"),
        lambda: _("the company asked for more time"),
        _needs_sent,
    ),
    Act("closed", "c", lambda _s: _("Settled"), lambda: _("it is settled"), _needs_open),
    Act(
        "attach",
        "plus",
        lambda _s: _("Attach"),
        lambda: _("put a file to it, such as an answer or a receipt"),
        _needs_complaint,
    ),
    Act(
        "discard",
        "d",
        lambda _s: _("Discard"),
        lambda: _("take a draft or a settled complaint away for good"),
        _needs_end,
    ),
    Act(
        "copy_field",
        "enter,y",
        lambda _s: _("Copy, next"),
        lambda: _("copy this field to the clipboard and go to the next"),
    ),
)

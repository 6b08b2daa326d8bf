"""The reasons behind a verdict, term by term, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import _, ngettext
from portinaio.language.terms import CHECKS, term
from portinaio.tui import call_terms, format_number
from portinaio.tui.calls.call_details import hanging
from portinaio.tui.symbols import verdict_of
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer, CheckAnswer, FindingAnswer
    from portinaio.tui.state import State

TERM = 19  # cells before the words of a finding


def why(
    call: CallAnswer, check: CheckAnswer | None, state: State, width: int, *, mask: bool
) -> Content:
    """What counted when it rang, and what would happen now where that differs."""
    lines = [_term(found, width, mask=mask) for found in call["findings"]]
    lines += [
        Content.assemble(
            "  \N{EN DASH}  ", (f"{name:<13} ", MUTED), (hanging(said, width, TERM), MUTED)
        )
        for name, said in _silent(call, state)
    ]
    lines += [Content(), _so(_("so"), call, call_terms.done(call), mask=mask)]
    if check is not None and (check["label"], check["action"]) != (call["label"], call["action"]):
        done, above = call_terms.to_do(check["action"]), call["findings"]
        lines += [Content(), _so(_("now"), check, done, above=above, mask=mask)]
    return Content("\n").join(lines)


def verdict_lines(check: CheckAnswer, width: int, *, mask: bool) -> Content:
    """The same of a call that has not come."""
    lines = [_term(found, width, mask=mask) for found in check["findings"]]
    lines += [Content(), _so(_("so"), check, call_terms.to_do(check["action"]), mask=mask)]
    return Content("\n").join(lines)


def _term(found: FindingAnswer, width: int, *, mask: bool) -> Content:
    weight = f"{found['weight']:>3}"
    style = "bold" if found["final"] or found["weight"] else MUTED
    return Content.assemble(
        (f"{weight}  ", style),
        (f"{format_number.mask_numbers(term(found['code'], CHECKS), mask=False):<13} ", MUTED),
        hanging(format_number.mask_numbers(found["text"], mask=mask), width, TERM),
    )


def _silent(call: CallAnswer, state: State) -> list[tuple[str, str]]:
    """The checks that a reader will look for and that said nothing."""
    spoke = {found["code"] for found in call["findings"]}
    lists = len(state.status["lists"]) if state.status else 0
    quiet = [
        ("contact", _("not in contacts")),
        ("personal", _("no entry of yours")),
        ("listed", _on_no_list(lists)),
    ]
    return [(term(code, CHECKS), said) for code, said in quiet if code not in spoke]


def _on_no_list(lists: int) -> str:
    if not lists:
        return _("no lists in use")
    said = ngettext("not on the one list in use", "on none of %(n)d lists", lists)
    return said % {"n": lists}


def _so(
    head: str,
    judged: CallAnswer | CheckAnswer,
    done: str,
    *,
    mask: bool,
    above: list[FindingAnswer] | None = None,
) -> Content:
    """`above` are the terms that stand there already; its own where nothing is given."""
    verdict = f"{call_terms.label(judged)} {judged['score']}"
    because = format_number.mask_numbers(judged["because"], mask=mask)
    terms = judged["findings"] if above is None else above
    said = any(judged["because"] == found["text"] for found in terms)
    return Content.assemble(
        (f"{head}  ", "bold"),
        (verdict, f"bold $verdict-{verdict_of(judged)}"),
        (" → ", MUTED),
        (done, "bold"),
        ("" if said else f"  {because}", MUTED),
    )

"""What deserves the user's attention, one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config import runtime_dir
from portinaio.core.message import Message, msg, untranslated
from portinaio.daemon.clock import doubt
from portinaio.daemon.diagnosis.recoveries import news, passed_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import HealthAnswer, LineAnswer, ListAnswer
    from portinaio.daemon.context import Context


def health(
    context: Context, lines: list[LineAnswer], lists: list[ListAnswer]
) -> list[HealthAnswer]:
    found = [
        *_of_place(context),
        *_of_store(context),
        *_of_lines(lines),
        *_of_lists(context, lists),
        *_of_books(context),
        *context.troubles(),
    ]
    return [{"code": code, "text": untranslated(text)} for code, text in found]


def _of_place(context: Context) -> Iterator[tuple[str, Message]]:
    """Where somebody else has the place of the socket, a daemon may run and cannot be asked."""
    if context.since is None and runtime_dir.is_taken(context.home.runtime):
        yield (
            "socket",
            msg("whether a daemon runs cannot be seen: %(reason)s", reason=runtime_dir.not_ours()),
        )


def _of_store(context: Context) -> list[tuple[str, Message]]:
    found = []
    if context.store.read_only:
        text = (
            msg("the home %(path)s cannot be written", path=context.home.data)
            if context.since is None
            else msg(
                "the home %(path)s cannot be written; calls are screened, but not logged",
                path=context.home.data,
            )
        )
        found.append(("read_only", text))
    found += [("set_aside", text) for text in news(context)]
    if n := sum(context.store.odd_rows.values()):
        found.append(("odd_rows", passed_over(n)))
    if said := doubt(context.store, context.now()):
        found.append(("clock", said))
    return found


def _of_lines(lines: list[LineAnswer]) -> Iterator[tuple[str, Message]]:
    for line in lines:
        if line["error"]:
            yield "line", msg("line %(name)s: %(error)s", name=line["name"], error=line["error"])
        for remark in line["remarks"]:
            yield (
                remark["code"],
                msg("line %(name)s: %(error)s", name=line["name"], error=remark["text"]),
            )
        for note in line["notes"]:
            yield "untrusted", msg("line %(name)s: %(error)s", name=line["name"], error=note)


def _of_books(context: Context) -> Iterator[tuple[str, Message]]:
    for name, _ in context.config.books:
        from portinaio.daemon.books.state import state_of  # noqa: PLC0415  # few follow one

        if error := state_of(context.store, name).error:
            yield "contacts", msg("contacts %(name)s: %(error)s", name=name, error=error)


def _of_lists(context: Context, lists: list[ListAnswer]) -> Iterator[tuple[str, Message]]:
    for each in lists:
        name = each["name"]
        if each["error"]:
            yield "list", msg("list %(name)s: %(error)s", name=name, error=each["error"])
        elif each["state"] == "stale":
            yield "list", msg("list %(name)s has not been renewed for days", name=name)
    for open_list in context.open_lists.all() if context.open_lists else ():
        if open_list.error:
            said = msg(
                "list %(name)s: %(error)s", name=open_list.name, error=open_list.error.sentence
            )
            yield "list", said

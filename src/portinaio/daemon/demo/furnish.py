"""Six weeks of the invented household, lived through the same rules as any other: its calls are judged, not made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.api.client import Client
from portinaio.api.local import Local
from portinaio.clock import local_now
from portinaio.config.atomic_write import write_atomically
from portinaio.core.call import Attestation, Presentation, Ringing
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.daemon.calls.as_logged import as_logged
from portinaio.daemon.context import Context
from portinaio.daemon.screening import judge
from portinaio.errors import UsageError
from portinaio.lines.replay import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.home import Home
    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.demo.household import Caller, Complaint, Household, HouseList

WEEKS = 6
NEWS = 9  # numbers that the list has got since it was fetched last
ACTED_MS = 1.0


class _Clock:
    """A time that is set to each moment of the six weeks in turn."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        self.now = today

    def turn(self, days_ago: int, at: str = "09:00") -> datetime:
        hour, minute = map(int, at.split(":"))
        day = self.today - timedelta(days=days_ago)
        self.now = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return self.now


def furnish(home: Home, household: Household, language: str, today: datetime | None = None) -> None:
    """Fill an empty home. `UsageError` for one in which somebody lives."""
    if Path(home.config_file).exists() or Path(home.database).exists():
        raise UsageError(
            msg("%(folder)s is somebody's home; a demo needs one of its own", folder=home.data)
        )
    clock = _Clock(today or local_now())
    clock.turn(WEEKS * 7 + 1)
    home.make()
    write_atomically(home.config_file, _config(household, language).encode())
    context = Context(home, now=lambda: clock.now)
    with Client(Local(context, language)) as client:
        _move_in(client, household)
        file = _list_file(home, household.list, clock, household.list.numbers)
        client.add_list(file.as_uri(), sure=True)
        client.sync()
        _live(context, client, household, clock)
        _list_file(home, household.list, clock, household.list.numbers + NEWS)


def _config(household: Household, language: str) -> str:
    return (
        f'country = "IT"\nlanguage = "{language}"\n\n'
        f'[[line]]\nname = "{household.line_name}"\nkind = "replay"\nnumber = "{household.line}"\n'
    )


def _move_in(client: Client, household: Household) -> None:
    client.set_profile(household.profile)
    for person in household.contact:
        client.add_contact(person.name, person.number, sure=True)
    for entry in household.entry:
        client.add_entry(entry.pattern, kind=entry.kind, note=entry.note, sure=True)


def _list_file(home: Home, of: HouseList, clock: _Clock, numbers: int) -> Path:
    """Written as the publisher of such a list would: number, how many reported it, and when last."""
    file = Path(home.data, f"{of.name}.csv")
    first, day = int(of.first), clock.now.date()
    rows = (
        f"+{first + index},{3 + index % 7},{day - timedelta(days=1 + index % 20)}"
        for index in range(numbers)
    )
    write_atomically(file, ("\n".join(["number,reports,last", *rows]) + "\n").encode())
    return file


def _live(context: Context, client: Client, household: Household, clock: _Clock) -> None:
    """Calls and paperwork, day by day."""
    for days_ago in range(WEEKS * 7, 0, -1):
        ringing = [(at, one) for one in household.caller for at in _times(one, days_ago)]
        for at, caller in sorted(ringing, key=lambda pair: pair[0]):
            rang = _rings(household.line_name, caller, clock.turn(days_ago, at))
            context.store.calls.record(_call(context, caller, rang))
        clock.turn(days_ago, "21:30")
        for complaint in household.complaint:
            _write(client, complaint, days_ago)
    clock.now = clock.today


def _times(caller: Caller, days_ago: int) -> Iterator[str]:
    if days_ago in caller.days:
        place = caller.days.index(days_ago)
        yield from caller.at if caller.all else (caller.at[place % len(caller.at)],)


def _rings(line: str, caller: Caller, at: datetime) -> Ringing:
    return Ringing(
        line,
        at,
        caller.number,
        name=caller.name,
        presentation=Presentation(caller.presentation),
        attestation=Attestation(caller.attestation),
    )


def _call(context: Context, caller: Caller, ringing: Ringing) -> LoggedCall:
    call = as_logged(context.store.calls.next_id(), judge(ringing, context.rules, context.records))
    rings = call.action is Action.RING
    return call._replace(
        outcome=Outcome.DONE,
        cause=CAUSES.get(call.action),
        acted_ms=ACTED_MS,
        rang_s=caller.rings_s if rings or call.action is Action.SILENCE else 0.0,
        talked_s=caller.talks_s if rings else 0.0,
    )


def _write(client: Client, complaint: Complaint, days_ago: int) -> None:
    """What the household does about a complaint on this day."""
    if complaint.drafted == days_ago:
        if complaint.pec:
            client.set_company(complaint.company, {"pec": complaint.pec}, [complaint.caller])
        client.report(
            number=complaint.caller, values={"company": complaint.company, **complaint.values}
        )
    if complaint.followed == days_ago:
        letter = client.report(number=complaint.caller, recipient=complaint.next)
        client.mark_complaint(letter["id"], "sent", means=complaint.means, signed=True)
    mine = next((one for one in client.complaints() if one["company"] == complaint.company), None)
    if mine is None:
        return
    if complaint.sent == days_ago:
        client.mark_complaint(mine["id"], "sent", means=complaint.means, signed=True)
    for event in ("received", "answered", "insufficient", "refused", "closed"):
        if getattr(complaint, event) == days_ago:
            point = complaint.point if event == "insufficient" else ""
            client.mark_complaint(mine["id"], event, point=point)

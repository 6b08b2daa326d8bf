"""`restore`: first what a backup would change, then all of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.house.backup_terms import counts_of
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import agree, asked_passphrase, may_ask
from portinaio.core.message import msg
from portinaio.errors import PortinaioError
from portinaio.language import _, formatting

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import RestoredAnswer, RestorePlanAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Put a backup in place of all that there is. What there is now is kept as a backup of its own."
    )
    parser.examples(
        "portinaio restore portinaio.zip",
        "portinaio restore portinaio.zip --yes",
    )
    parser.add_argument("file", metavar=_("FILE"))
    parser.add_argument("--yes", action="store_true", help=_("without asking"))


def run(context: CommandContext, given: Namespace) -> int:
    file = str(Path(given.file).absolute())
    name = Path(file).name
    found = with_progress(context, lambda client: client.restore_plan(file), reading=name)
    if not given.yes:
        context.note(*_plan(found))
        if not may_ask(context):
            raise PortinaioError(msg("nothing was changed; --yes puts it in place"))
        if not agree(_("Put it in place?")):
            raise PortinaioError(msg("nothing was changed"))
    passphrase = ""
    if found["holds"]["passwords"]:
        passphrase = asked_passphrase(_("Passphrase of the passwords (Enter leaves them):"))
    done = with_progress(context, lambda client: client.restore(file, passphrase), reading=name)
    return context.answer(done, _said(done))


def _plan(found: RestorePlanAnswer) -> list[str]:
    holds = found["holds"]
    lines = [
        _("The backup of %(moment)s holds %(counts)s.")
        % {
            "moment": formatting.moment(datetime.fromisoformat(holds["created"])),
            "counts": counts_of(holds["counts"]),
        }
    ]
    if any(found["present"].values()):
        lines.append(
            _("In their place would go what is here: %(counts)s; it is kept as a backup first.")
            % {"counts": counts_of(found["present"])}
        )
    return lines


def _said(done: RestoredAnswer) -> list[str]:
    lines = [_("in place: %(counts)s") % {"counts": counts_of(done["holds"]["counts"])}]
    if done["passwords"]:
        lines.append(_("passwords put back: %(n)d") % {"n": done["passwords"]})
    if done["kept"]:
        lines.append(_("what was here before is in %(file)s") % {"file": done["kept"]})
    return [*lines, *done["remarks"]]

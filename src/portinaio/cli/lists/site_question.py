"""Whether the fingerprint of a list site is the one that its publisher tells; asked before anything of it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import agree, may_ask
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.cli.context import CommandContext


def is_site(source: str) -> bool:
    return "://" in source and source.endswith("/")


def confirmed_site(
    context: CommandContext, source: str, root: str, *, sure: bool
) -> tuple[str, str]:
    """Where the site is, and its root. Who is `sure` takes the one that is there, and is told; `UsageError` where nobody can be asked."""
    found = with_progress(context, lambda client: client.site(source), waiting_for=source)
    if root:
        return found["url"], root
    lines = [_("list site %(url)s") % {"url": found["url"]}]
    if found["title"]:
        lines.append(found["title"])
    lines += [_("fingerprint of its root:"), f"  {found['shown']}"]
    if sure:
        context.note(*lines)
        return found["url"], found["root"]
    if not may_ask(context):
        raise UsageError(
            msg(
                "%(url)s is a list site with the root %(root)s; where nobody is there to answer, say it with --root, or --yes to take"
                " whatever is there",
                url=found["url"],
                root=found["root"],
            )
        )
    context.say(*map(printable, lines))
    if not agree(_("Is this what its publisher says?")):
        raise PortinaioError(msg("nothing was subscribed"))
    return found["url"], found["root"]

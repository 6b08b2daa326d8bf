"""What is done to subscriptions, each with the way back, and how a sync went in a sentence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from portinaio.language import _, formatting, ngettext
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done, each, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ListAnswer, SyncAnswer
    from portinaio.api.client import Client


def subscribe(client: Client, source: str, **wanted: Any) -> Done:
    """Fetch a list and use it; `source` is a name of the catalogue, or an address."""
    added = client.add_list(source, **wanted)
    name = added["name"]
    sentence = _("list %(list)s is in use, with %(n)s numbers") % {
        "list": plain(added["title"]),
        "n": formatting.count(added["entries"]),
    }
    remarks = map(plain, (added["note"] or "").splitlines())
    return Done(" · ".join((sentence, *remarks)), lambda client: client.remove_list(name))


def unsubscribe(client: Client, one: ListAnswer) -> Done:
    """The way back fetches the list again."""
    offered = {offer["name"] for offer in client.catalogue()["lists"]}
    client.remove_list(one["name"])

    def undo(client: Client) -> None:
        if one["name"] in offered:
            client.add_list(one["name"], trust=one["trust"])
        else:
            client.add_list(
                one["url"],
                format=one["format"],
                region=one["region"],
                sure=one["sure"],
                columns=one["columns"],
                root=one["root"],
                countries=one["countries"],
                trust=one["trust"],
                origin=one["origin"],
                complaints=one["complaints"],
                vetted=one["vetted"] or None,
            )

    return Done(_("list %(list)s is used no more") % {"list": plain(one["title"])}, undo, slow=True)


def unsubscribe_all(client: Client, lists: Sequence[ListAnswer]) -> Done:
    done = each(client, [partial(unsubscribe, one=one) for one in lists])
    n = len(lists)
    said = ngettext("%(n)d list is used no more", "%(n)d lists are used no more", n) % {"n": n}
    return together(said, done)


def sync(client: Client, names: Sequence[str], accept: Sequence[str] = ()) -> Done:
    return Done(" · ".join(_told(one) for one in client.sync(names, accept)))


def _told(one: SyncAnswer) -> str:
    given = {"list": plain(one["name"])}
    if one["error"]:
        return _("list %(list)s: %(reason)s") % {**given, "reason": plain(one["error"])}
    new, gone = one["accepted"], one["removed"]
    if not new and not gone:
        return _("list %(list)s: nothing new") % given
    counts = {"new": formatting.count(new), "gone": formatting.count(gone)}
    return _("list %(list)s: %(new)s new, %(gone)s gone") % {**given, **counts}

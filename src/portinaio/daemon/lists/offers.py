"""What can be subscribed, for whom, and what is to be expected of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.message import lines_of, msg, untranslated
from portinaio.daemon.lists.effect import of_offer
from portinaio.daemon.lists.list_status import in_catalogue
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.offer import INNOCENTS, WORLD

if TYPE_CHECKING:
    from portinaio.api.answers import CatalogueAnswer, NeverAnswer, OfferAnswer
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context
    from portinaio.lists.catalogue import Catalogue
    from portinaio.lists.offer import Offer


def catalogue(context: Context, country: str) -> CatalogueAnswer:
    """As somebody in that country sees it."""
    offered = load_catalogue(context.home.catalogue_file)
    mine = {config.name for config in context.config.lists if config.offered}
    nevers: list[NeverAnswer] = [
        {"name": never.name, "reason": in_catalogue(never.reason)} for never in offered.never
    ]
    remark = _remark(offered, country)
    return {
        "lists": [
            _offer(offer, country, offer.name in mine)
            for offer in sorted(offered.list, key=partial(_far, country))
        ],
        "never": nevers,
        "fault": untranslated(offered.fault.sentence) if offered.fault else None,
        "country": country,
        "remark": untranslated(remark) if remark else "",
    }


def _remark(offered: Catalogue, country: str) -> Message | None:
    """What is to be said where there is little: no list of its own, or one of the world that knows next to nobody there."""
    own = [each for each in offered.list if each.country == country and each.kind != INNOCENTS]
    noted = [each for each in offered.list if country in each.notes]
    if not own:
        nothing = msg(
            "no public list of callers is known for %(country)s; your entries and contacts decide, and ranges that the law reserves",
            country=country,
        )
        return lines_of([nothing, *(_of(each, each.notes[country]) for each in noted)])
    if not noted:
        return None
    said = (_of(each, each.says) for each in own)
    return lines_of([*said, *(_of(each, each.notes[country]) for each in noted)])


def _of(offer: Offer, says: str) -> Message:
    return msg("%(title)s: %(says)s", title=msg(offer.title), says=msg(says))


def _far(country: str, offer: Offer) -> int:
    """Lists of the house's own country come first, then those of the whole world."""
    return 0 if offer.country == country else 1 if offer.country == WORLD else 2


def _offer(offer: Offer, country: str, subscribed: bool) -> OfferAnswer:
    effect, sentence = of_offer(offer)
    return {
        "name": offer.name,
        "title": in_catalogue(offer.title),
        "publisher": in_catalogue(offer.publisher),
        "homepage": offer.homepage,
        "url": offer.url,
        "licence": in_catalogue(offer.licence),
        "kind": offer.kind,
        "format": offer.format,
        "country": offer.country,
        "region": offer.region,
        "every_hours": offer.every_hours,
        "trust": offer.trust,
        "account": in_catalogue(offer.account),
        "says": in_catalogue(offer.says),
        "note": in_catalogue(offer.notes.get(country, "")),
        "checked": offer.checked.isoformat(),
        "subscribed": subscribed,
        "effect": effect.value,
        "effect_says": untranslated(sentence),
    }

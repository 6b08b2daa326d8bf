"""What each key of config.toml means, in one sentence for the person who sets it."""

from __future__ import annotations

from portinaio.core.message import Message, msg

DESCRIPTIONS: dict[str, Message] = {
    "country": msg("the country whose notation national numbers have, such as IT"),
    "language": msg(
        "language of the program, such as en, de or it; a letter is in its recipient's language"
    ),
    "policy.known": msg(
        "what happens to callers in your contacts, and to those you allowed or called"
    ),
    "policy.unknown": msg("what happens to callers of whom nothing is known"),
    "policy.suspected": msg("what happens to unknown callers with some evidence against them"),
    "policy.reported": msg("what happens to reported telemarketers and to numbers you blocked"),
    "policy.withheld": msg("what happens to callers who hide their number"),
    "policy.unavailable": msg("what happens where the network could not tell the number"),
    "policy.abroad": msg("what happens to unknown callers from another country"),
    "policy.forged": msg(
        "what happens where the number shown is forged: the network says so, or it is that of the line itself"
    ),
    "policy.spam_name": msg(
        "points against an unknown caller whose name the network or router marks as spam; 0: told and not counted"
    ),
    "policy.hours": msg("parts of the day with other actions"),
    "policy.repeated.times": msg(
        "the try at which a caller who is not reported rings, by day and night; 0 for none"
    ),
    "policy.repeated.within": msg("how soon after the end of an earlier try it must come"),
    "policy.repeated.not_before": msg(
        "the pause that a person makes before trying again; what comes sooner is no try"
    ),
    "policy.groups": msg(
        "contacts in none of these groups count as unknown; none means all contacts are known"
    ),
    "hours.from": msg("first minute, such as 22:00"),
    "hours.to": msg(
        "first minute after, up to 24:00; earlier than from means over midnight, the same a whole day"
    ),
    "hours.days": msg(
        "days on which the hours begin, mon to sun, and holiday; none means every day"
    ),
    "hours.groups": msg(
        "contacts in none of these groups count as unknown in these hours; none means all contacts are known"
    ),
    "log.keep_days": msg("calls older than this are forgotten, only counts remain"),
    "line.name": msg("a short name of your choice for the line"),
    "line.kind": msg("what rings: one of those that portinaio lines kinds shows"),
    "line.number": msg(
        "your own number on this line, for complaints; a caller who shows it is forged"
    ),
    "line.caller_numbers": msg(
        "how callers come that have neither + nor 00: national, or international, with the country's code in front"
    ),
    "line.policy": msg("what differs from the general policy on this line"),
    "list.name": msg("a name of the catalogue, or any beside url and format"),
    "list.url": msg("address of the list"),
    "list.format": msg("format of the list, where its content does not tell"),
    "list.region": msg("country of the list, for numbers in national notation"),
    "list.sure": msg(
        "true: it is of the country of region, although its numbers look like another's"
    ),
    "list.trust": msg("how much you believe the list, 0 to 1"),
    "list.origin": msg(
        "whose data the list is made of; of lists with the same origin the heaviest counts"
    ),
    "list.complaints": msg(
        "true: each row is one complaint, and one alone counts for nothing; false: never taken for that"
    ),
    "list.vetted": msg(
        "true: its publisher takes a number in after two reports, or one that was confirmed, so each counts as two reporters at least"
    ),
    "list.columns": msg(
        "of a table: titles of the columns that hold the numbers, or their places from 1; left out, as the titles say"
    ),
    "list.root": msg(
        "of a list site: the fingerprint of its first root, which somebody has compared with what the publisher says"
    ),
    "list.countries": msg(
        "of a list site: the countries whose numbers are fetched, such as IT; left out, all of them"
    ),
    "list.token": msg(
        "where the access token lies, or the key of a private list site: keyring, env or file"
    ),
    "contacts.name": msg("a short name of your choice for an address book that is followed"),
    "contacts.url": msg(
        "address of the book at its CardDAV server, or file:// and the path of a file"
    ),
    "contacts.username": msg("user name at the CardDAV server"),
    "contacts.password": msg("where the password lies: keyring, env or file"),
    "contacts.region": msg("country of its numbers in national notation"),
    "community.share": msg(
        "reports for lists: ask before each, blocked to report by itself whom you blocked when they call, or never"
    ),
    "community.lookup": msg(
        "whether lists that allow it are asked about strangers after their calls, by the first digits of a hash"
    ),
    "community.ask": msg(
        "list sites that are asked, too, and not held: each as its address, # and the fingerprint of its root"
    ),
    "community.own_list": msg(
        "whether reports can be given to a list of your own, which publish shares makes"
    ),
    "gateway.listen": msg("address on the LAN, such as 127.0.0.1:8765"),
    "gateway.address": msg(
        "address at which telephones reach it, such as https://pi.lan:8765, where it is another one"
    ),
    "gateway.certificate": msg("PEM file of the TLS certificate"),
    "gateway.key": msg("PEM file of the TLS private key"),
    "mail.host": msg("host name of the outgoing mail server"),
    "mail.port": msg("port of the outgoing mail server"),
    "mail.tls": msg("implicit or starttls"),
    "mail.username": msg("user name at the mail server"),
    "mail.password": msg(
        "where the password lies: keyring, env or file; an app password at Gmail, iCloud, Yahoo"
    ),
    "mail.from": msg("your address, as the recipient sees it"),
    "mail.pec": msg("whether it is a certified box (PEC); nobody guesses it"),
    "ncid.listen": msg("where NCID clients find this house, such as 127.0.0.1:3333"),
    "ncid.trusted": msg("networks whose NCID clients are told of calls; others are shown the door"),
    "notify.kind": msg("how notices leave the house: webhook, mqtt, mail or ntfy"),
    "notify.name": msg("a short name of your choice; left out, the kind"),
    "notify.url": msg(
        "where they go: https://… of a webhook or of a topic of ntfy, mqtt://… or mqtts://… of a broker"
    ),
    "notify.on": msg(
        "what is told: rejected, a call was turned away; line, a line is down; deadline, a complaint can go on"
    ),
    "notify.number": msg("how much of a number leaves the house: full, last (three digits), none"),
    "notify.quiet": msg(
        "hours in which notices wait, such as 22:00-07:00; policy: those that silence unknown callers; never"
    ),
    "notify.username": msg("user name at the broker"),
    "notify.password": msg(
        "where the password of the broker, the token of ntfy or the key that signs for a webhook lies: keyring, env or file"
    ),
    "notify.recipient": msg("address that the mail goes to; left out, your own of [mail]"),
    "tui.theme": msg("theme of the terminal app"),
    "tui.keys": msg("your own keys for the terminal app"),
}
"""By table and key; those that only a kind of line has stand in its class."""

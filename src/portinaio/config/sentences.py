"""What each key of config.toml means, in one sentence for the person who sets it."""

from __future__ import annotations

from portinaio.core.words import Words, words

SENTENCES: dict[str, Words] = {
    "country": words("the country whose notation national numbers have, such as IT"),
    "language": words("language of the program, en or it; a letter is in its recipient's language"),
    "policy.known": words(
        "what happens to callers in your contacts, and to those you allowed or called"
    ),
    "policy.unknown": words("what happens to callers of whom nothing is known"),
    "policy.suspected": words("what happens to unknown callers with some evidence against them"),
    "policy.reported": words("what happens to reported telemarketers and to numbers you blocked"),
    "policy.withheld": words("what happens to callers who hide their number"),
    "policy.hours": words("parts of the day with other actions"),
    "hours.from": words("first minute, such as 22:00"),
    "hours.to": words("first minute after; earlier than from means over midnight"),
    "hours.days": words("days on which the hours begin; none means every day"),
    "log.keep_days": words("calls older than this are forgotten, only counts remain"),
    "line.name": words("a short name of your choice for the line"),
    "line.kind": words("what rings: sip or replay"),
    "line.number": words("your own number on this line, for complaints"),
    "line.policy": words("what differs from the general policy on this line"),
    "line.replay.file": words("a script of calls; empty for the one that comes with the program"),
    "line.replay.speed": words("how many times faster than written it is played"),
    "line.sip.mode": words(
        "listen: called directly by a PBX; registrar: registered at a provider or router"
    ),
    "line.sip.listen": words("addresses to listen at, such as udp:0.0.0.0:5060"),
    "line.sip.registrar": words("host name of the provider or router"),
    "line.sip.username": words("user name at the provider or router"),
    "line.sip.auth_username": words("name for the password, where it differs from the user name"),
    "line.sip.password": words("where the password lies: keyring, env or file"),
    "line.sip.proxy": words("outbound proxy, such as sip:proxy.example.net;transport=tcp"),
    "line.sip.expires_s": words("for how many seconds to register"),
    "line.sip.trusted": words(
        "networks whose calls are accepted besides the registrar; others are dropped"
    ),
    "line.sip.peer": words(
        "sole: nobody else rings; forked: other telephones ring on; fritzbox: a FRITZ!Box,"
        " or a PBX that asks us first"
    ),
    "line.sip.reject": words("the SIP answer of a reject: 607, 603, 608 or 480"),
    "line.sip.ring_s": words("for how many seconds a call rings here before it is given back"),
    "list.name": words("a name of the catalogue, or any beside url and format"),
    "list.url": words("address of the list"),
    "list.format": words("format of the list, where its content does not tell"),
    "list.region": words("country of the list, for numbers in national notation"),
    "list.trust": words("how much you believe the list, 0 to 1"),
    "list.origin": words(
        "whose data the list is made of; of lists with the same origin the heaviest counts"
    ),
    "list.complaints": words(
        "true: each row is one complaint, and one alone counts for nothing; false: never taken for that"
    ),
    "list.token": words("where the access token lies: keyring, env or file"),
    "gateway.listen": words("address on the LAN, such as 127.0.0.1:8765"),
    "gateway.certificate": words("PEM file of the TLS certificate"),
    "gateway.key": words("PEM file of the TLS private key"),
    "mail.host": words("host name of the outgoing mail server"),
    "mail.port": words("port of the outgoing mail server"),
    "mail.tls": words("implicit or starttls"),
    "mail.username": words("user name at the mail server"),
    "mail.password": words("where the password lies: keyring, env or file"),
    "mail.from": words("your address, as the recipient sees it"),
    "tui.theme": words("theme of the terminal app"),
    "tui.keys": words("your own keys for the terminal app"),
}
"""By table and key; a line's own keys have its kind between."""

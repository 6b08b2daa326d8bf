"""The English sentences in our data files, which no extractor finds in the code: for the message catalogue."""

from __future__ import annotations

from pathlib import Path

from portinaio.countries.pack import read_folder
from portinaio.countries.pack_folders import shipped
from portinaio.countries.range_schema import ranges_of
from portinaio.countries.ranges_file import ranges_file


def messages() -> tuple[str, ...]:
    """Each once: meanings of reserved ranges, and what packs say to the user."""
    file = Path(ranges_file())
    found = [act.meaning for act in ranges_of(file.read_bytes(), file.name)]
    for pack in map(read_folder, shipped()):
        found += [law.caution for law in pack.law.values() if law.caution]
        found += [act.meaning for act in pack.range]
        found += pack.does_not
        found += pack.question.values()
        found += [one.question for one in pack.profile.values()]
        found += [answer.question for answer in pack.answer.values()]
        for recipient in pack.recipient.values():
            found += [recipient.name, *(aid.says for aid in recipient.aids), *recipient.cautions]
            found += [rule.says for rule in recipient.advice]
    return tuple(dict.fromkeys(found))

"""The English sentences in our data files, which no extractor finds in the code: for the message catalogue."""

from __future__ import annotations

from pathlib import Path

from portinaio.countries.pack import countries, read_pack
from portinaio.countries.range_schema import ranges_of
from portinaio.countries.reserved_ranges import ranges_file


def messages() -> tuple[str, ...]:
    """Each once: meanings of reserved ranges, and what packs say to the user."""
    file = Path(ranges_file())
    found = [act.meaning for act in ranges_of(file.read_bytes(), file.name)]
    for country in countries():
        found += [law.caution for law in read_pack(country).law.values() if law.caution]
        for recipient in read_pack(country).recipient.values():
            found += [recipient.aid, *recipient.cautions, *(r.says for r in recipient.advice)]
    return tuple(dict.fromkeys(found))

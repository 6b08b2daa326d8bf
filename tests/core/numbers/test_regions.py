"""The countries that there are."""

from __future__ import annotations

import phonenumbers

from portinaio.core.numbers.regions import REGIONS


def test_every_country_of_the_library_is_known_and_no_other():
    assert phonenumbers.SUPPORTED_REGIONS == REGIONS

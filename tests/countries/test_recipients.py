"""To whom a complaint can go, as the windows say it."""

import pytest

from portinaio import language
from portinaio.countries.recipients import is_certified, recipient_keys, recipient_name, use_country


@pytest.fixture(params=["IT", "DE", ""])
def country(request):
    use_country(request.param)
    yield request.param
    use_country("")


@pytest.fixture
def _italian():
    language.use("it")
    yield
    language.use("en")


@pytest.mark.usefixtures("country")
def test_a_recipient_has_a_name_wherever_one_lives():
    assert recipient_name("reclamo") == "Garante, a complaint"


@pytest.mark.usefixtures("_italian")
def test_a_recipient_has_a_name_in_the_readers_language():
    assert (recipient_name("controller"), recipient_name("agcm")) == ("l'azienda", "AGCM")


def test_a_recipient_of_a_pack_that_is_gone_stands_for_itself():
    assert recipient_name("cnil") == "cnil"


def test_every_recipient_of_every_pack_is_known():
    known = recipient_keys()

    assert known["IT"] == (
        "controller",
        "reminder",
        "garante",
        "reclamo",
        "agcm",
        "agcom",
        "contract",
    )
    assert all(recipient_name(key) for keys in known.values() for key in keys)


@pytest.mark.parametrize("home", ["IT", ""])
@pytest.mark.parametrize(
    ("address", "certified"),
    [
        pytest.param("info@pec.example.it", True, id="the usual word"),
        pytest.param("info@LegalMail.it", True, id="a provider, in capitals"),
        pytest.param("info@example.it", False, id="plain mail"),
        pytest.param("pec@example.it", False, id="a name in front"),
        pytest.param("via Pecori 1, Cerro", False, id="no address of mail"),
    ],
)
def test_an_address_of_certified_mail_is_known_by_its_host(home, address, certified):
    use_country(home)

    assert is_certified(address) is certified
    use_country("")


def test_a_country_without_certified_mail_knows_no_address_of_it(country):
    assert is_certified("info@pec.example.it") is (country != "DE")

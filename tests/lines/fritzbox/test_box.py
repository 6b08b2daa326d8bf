"""The real library against a box on the loopback: lists, barring, a telephone more, and all that goes wrong."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import pytest

from certificates import an_identity
from fritzbox_tr064 import AUTH, ONTEL, PASSWORD, TOKEN, VOIP, ABox
from portinaio.core.message import render
from portinaio.lines.fritzbox import box as module
from portinaio.lines.fritzbox.box import Box, BoxError, NewTelephone, Phonebook, SecondFactor
from portinaio.lines.fritzbox.errands import Barring, keep_barred
from portinaio.lines.line import ToBar
from portinaio.wire.fritzbox.barring import Barred

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

ONE, TWO, THREE = "+390844000001", "+390844000002", "+390844000003"
NEW = NewTelephone("portinaio", "abcdefgh12345678", "Portinaio")


@pytest.fixture
def there() -> Iterator[ABox]:
    with ABox() as box:
        yield box


def asked(there: ABox, **keys: Any) -> Box:
    return Box(there.settings(**keys), PASSWORD)


def said(error: pytest.ExceptionInfo[BoxError]) -> str:
    return render(error.value.message, None)


def test_its_call_list_is_fetched(there: ABox) -> None:
    there.calls = ["<Call><Id>1</Id></Call>"]

    assert b"<Call><Id>1</Id></Call>" in asked(there).call_list()


def test_its_phonebooks_are_named_and_read(there: ABox) -> None:
    box = asked(there)

    assert box.phonebooks() == [Phonebook("0", "Telefonbuch")]
    assert b"0200004321" in box.phonebook("0")


def test_barring_is_set_read_and_deleted(there: ABox) -> None:
    box = asked(there)

    box.bar(ONE)
    (barred,) = box.barred()
    box.let_in(barred)

    assert barred == Barred("1", f"Portinaio {ONE}", (ONE,))
    assert box.barred() == []


def test_what_is_blocked_is_barred_and_only_ours_is_taken_out(there: ABox) -> None:
    there.bar("Nachbar", TWO)
    there.bar(f"Portinaio {THREE}", THREE)

    done = keep_barred(asked(there), ToBar((ONE, TWO)))

    assert done == Barring(added=1, removed=1, beyond=0)
    assert there.barred_numbers == [TWO, ONE]


@pytest.mark.parametrize("code", ["603", "713", "714", "820"])
def test_a_box_without_room_keeps_what_it_has_and_says_how_many_are_left_out(
    there: ABox, code: str
) -> None:
    there.room, there.full = 2, code

    done = keep_barred(asked(there), ToBar((ONE, TWO, THREE, "+12025550100")))

    assert done == Barring(added=2, removed=0, beyond=2)
    assert there.barred_numbers == [ONE, TWO]


def test_a_box_that_fails_in_the_midst_of_it_is_told(there: ABox) -> None:
    there.faults["SetCallBarringEntry"] = "501"

    with pytest.raises(BoxError) as error:
        keep_barred(asked(there), ToBar((ONE,)))

    assert "says no: fault 501 (501)" in said(error)


def test_a_wrong_password_is_said_with_what_to_do(there: ABox) -> None:
    with pytest.raises(BoxError) as error:
        Box(there.settings(), "wrong").call_list()

    assert "portinaio secret set box" in said(error)
    assert error.value.refused
    assert "wrong" not in said(error)


def test_a_user_without_the_right_is_told_which(there: ABox) -> None:
    there.faults["GetCallList"] = "606"

    with pytest.raises(BoxError) as error:
        asked(there).call_list()

    assert "give that user the right" in said(error)
    assert error.value.refused


@pytest.mark.parametrize("gone", [{ONTEL: None}, {ONTEL: {"GetCallBarringList": None}}])
def test_an_older_box_without_a_service_or_an_action_is_said_to_be_old(
    gone: dict[str, Any],
) -> None:
    with ABox() as there:
        for service, actions in gone.items():
            if actions is None:
                del there.services[service]
            else:
                for action in actions:
                    del there.services[service][action]
        with pytest.raises(BoxError) as error:
            asked(there).barred()

    assert "its FRITZ!OS may be too old" in said(error)
    assert error.value.refused


def test_a_box_that_is_gone_is_said(there: ABox) -> None:
    box = asked(there)
    box.call_list()
    there.off()

    with pytest.raises(BoxError) as opened:
        box.call_list()
    with pytest.raises(BoxError) as new:
        asked(there).call_list()

    assert "does not give its lists" in said(opened)
    assert "does not give its lists" in said(new)
    assert not new.value.refused


def test_a_box_that_talks_nonsense_is_no_crash(there: ABox) -> None:
    there.garbage.add("GetCallList")

    with pytest.raises(BoxError) as error:
        asked(there).call_list()

    assert "makes no sense" in said(error)


LISTS = {
    "GetCallList": Box.call_list,
    "GetPhonebook": lambda box: box.phonebook("0"),
    "GetCallBarringList": Box.barred,
}


@pytest.mark.parametrize("address", [None, "", "calllist.lua", "http://[/calllist.lua"])
@pytest.mark.parametrize("action", LISTS)
def test_a_box_that_does_not_say_where_a_list_lies_is_told_so(
    there: ABox, monkeypatch: pytest.MonkeyPatch, action: str, address: str | None
) -> None:
    said_by_box = there.act

    def act(asked_for: str, given: dict[str, str], token: str) -> dict[str, str]:
        answer = said_by_box(asked_for, given, token)
        if asked_for != action:
            return answer
        kept = {key: value for key, value in answer.items() if not key.endswith("URL")}
        url = "NewCallListURL" if action == "GetCallList" else "NewPhonebookURL"
        return kept if address is None else {**kept, url: address}

    monkeypatch.setattr(there, "act", act)

    with pytest.raises(BoxError) as error:
        LISTS[action](asked(there))

    assert "makes no sense" in said(error)


@pytest.mark.parametrize("count", ["", "-1", "two", "1" * 5000])
def test_a_count_of_telephones_that_is_no_number_makes_none(
    there: ABox, monkeypatch: pytest.MonkeyPatch, count: str
) -> None:
    said_by_box = there.act

    def act(asked_for: str, given: dict[str, str], token: str) -> dict[str, str]:
        answer = said_by_box(asked_for, given, token)
        return dict.fromkeys(answer, count) if "GetNumberOfClients" in asked_for else answer

    monkeypatch.setattr(there, "act", act)

    with pytest.raises(BoxError) as error:
        asked(there).add_telephone(NEW)

    assert "makes no sense" in said(error)
    assert "X_AVM-DE_SetClient4" not in there.asked


def test_a_list_that_never_ends_is_not_taken(there: ABox, monkeypatch: pytest.MonkeyPatch) -> None:
    there.calls = ["<Call></Call>"] * 1000
    monkeypatch.setattr(module, "LARGEST_BYTES", 5000)

    with pytest.raises(BoxError):
        asked(there).call_list()


def test_no_answer_of_a_box_sends_us_to_anybody_else(there: ABox) -> None:
    there.list_host = "evil.example"
    there.calls = ["<Call></Call>"]

    assert b"<Call>" in asked(there).call_list()


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")  # the library switches it off
def test_over_tls_a_certificate_of_its_own_making_is_taken(tmp_path: Path) -> None:
    with ABox(tls=an_identity(tmp_path, "fritz.box").context) as there:
        assert asked(there).phonebooks() == [Phonebook("0", "Telefonbuch")]


def test_without_the_library_it_is_said_how_to_get_it(
    there: ABox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "fritzconnection":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(BoxError) as error:
        asked(there).call_list()

    assert "pip install 'portinaio[fritzbox]'" in said(error)


# -- a telephone more


def test_where_nothing_need_be_confirmed_a_telephone_is_made_at_once(there: ABox) -> None:
    there.wants_second_factor = False

    assert asked(there).add_telephone(NEW) == "620"
    (made,) = there.telephones
    assert made["newx_avm-de_clientusername"] == "portinaio"
    assert made["newx_avm-de_clientpassword"] == NEW.password
    assert made["newx_avm-de_incomingnumbers"] == ""


def test_a_telephone_is_made_once_it_is_confirmed(there: ABox) -> None:
    box = asked(there)

    waiting = box.add_telephone(NEW)
    before = box.second_factor()
    there.state = "authenticated"
    after = box.second_factor()
    made = box.add_telephone(NEW, TOKEN)

    assert waiting == SecondFactor(TOKEN, ("button", "dtmf;*12345"))
    assert (before, after, made) == ("waitingforauth", "authenticated", "620")
    assert len(there.telephones) == 1


def test_a_confirmation_that_somebody_broke_off_does_not_stand_in_the_way(there: ABox) -> None:
    there.busy = True

    assert isinstance(asked(there).add_telephone(NEW), SecondFactor)


def test_with_a_token_that_is_not_confirmed_nothing_is_made(there: ABox) -> None:
    asked(there).add_telephone(NEW)

    with pytest.raises(BoxError) as error:
        asked(there).add_telephone(NEW, TOKEN)

    assert "to be confirmed" in said(error)
    assert there.telephones == []


@pytest.mark.parametrize("token", ["</avm:token>", "{body}", "x" * 201, " "])
def test_a_token_that_could_be_anything_else_is_not_sent(there: ABox, token: str) -> None:
    with pytest.raises(BoxError):
        asked(there).add_telephone(NEW, token)

    assert "X_AVM-DE_SetClient4" not in there.asked


@pytest.mark.parametrize(
    ("code", "told"), [("867", "has blocked confirmations"), ("868", "somebody else confirms")]
)
def test_a_box_that_takes_no_confirmation_says_why(there: ABox, code: str, told: str) -> None:
    there.faults["SetConfig"] = code

    with pytest.raises(BoxError) as error:
        asked(there).add_telephone(NEW)

    assert told in said(error)


@pytest.mark.parametrize("service", [VOIP, AUTH])
def test_a_box_that_cannot_make_telephones_is_said_to_be_old(service: str) -> None:
    with ABox() as there:
        del there.services[service]
        with pytest.raises(BoxError) as error:
            asked(there).add_telephone(NEW)

    assert "too old" in said(error)


def test_the_password_of_a_new_telephone_stands_in_no_log(
    there: ABox, caplog: pytest.LogCaptureFixture
) -> None:
    there.wants_second_factor = False
    caplog.set_level(0)

    asked(there).add_telephone(NEW)

    assert NEW.password not in caplog.text
    assert PASSWORD not in caplog.text

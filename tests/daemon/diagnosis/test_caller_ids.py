"""What doctor and check say of a line whose callers have no number, or come from abroad without a plus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.call import Presentation
from portinaio.daemon.diagnosis.caller_ids import LOOKED_AT
from worlds import STRANGER

if TYPE_CHECKING:
    from pathlib import Path

LINE = '[[line]]\nname = "home"\nkind = "sip"\n'
INTERNATIONAL = LINE + 'caller_numbers = "international"\n'
HIDDEN, LOST, SHOWN = Presentation.RESTRICTED, Presentation.UNAVAILABLE, Presentation.ALLOWED
LONDON, LONDON_2, NEW_YORK = "442079460000", "442079460001", "12025550123"


def told(folder: Path, calls: list[tuple[str, Presentation]], config: str = LINE) -> list[str]:
    """What the doctor says of how numbers come, of these calls from the oldest to the newest."""
    context = a_context(folder / "home", 'country = "IT"\n' + config)
    for call_id, (calling, shown) in enumerate(calls, 1):
        number = STRANGER if calling == STRANGER else None
        call = a_logged_call(call_id, calling=calling, presentation=shown, number=number)
        context.store.calls.record(call)
    found = a_client(context).doctor()
    context.close()
    return [
        one["text"]
        for one in found
        if one["code"] == "lines"
        and ("caller ID" in one["text"] or "caller_numbers" in one["text"])
    ]


@pytest.mark.parametrize(
    ("calls", "says"),
    [
        pytest.param([("anonymous", HIDDEN)] * LOOKED_AT, True, id="all hidden"),
        pytest.param([("", LOST)] * LOOKED_AT, True, id="all lost"),
        pytest.param([("", LOST), ("anonymous", HIDDEN)] * 10, True, id="hidden or lost"),
        pytest.param([("trunk", SHOWN)] * LOOKED_AT, True, id="all from a trunk"),
        pytest.param([("", LOST)] * (LOOKED_AT - 1), False, id="too few to tell"),
        pytest.param([(STRANGER, SHOWN), *[("", LOST)] * 19], False, id="one of the last 20 had one"),
        pytest.param([(STRANGER, SHOWN), *[("", LOST)] * 20], True, id="the one before had one"),
        pytest.param([("*17", SHOWN), *[("", LOST)] * 19], False, id="one was a code"),
        pytest.param([], False, id="no call"),
    ],
)  # fmt: skip
def test_the_doctor_asks_for_caller_id_where_no_call_has_a_number(
    tmp_path: Path, calls: list[tuple[str, Presentation]], says: bool
):
    assert bool(told(tmp_path, calls)) is says


def test_it_says_of_which_line(tmp_path: Path):
    assert told(tmp_path, [("", LOST)] * LOOKED_AT) == [
        "line home: the last 20 calls had no number; ask your provider for caller ID, which some sell apart"
    ]


@pytest.mark.parametrize(
    ("callings", "config", "country"),
    [
        pytest.param([LONDON, LONDON_2], LINE, "GB", id="two from abroad"),
        pytest.param([LONDON, LONDON], LINE, None, id="one twice"),
        pytest.param([LONDON], LINE, None, id="one"),
        pytest.param([LONDON, LONDON_2], INTERNATIONAL, None, id="as the line says already"),
        pytest.param([f"+{LONDON}", f"+{LONDON_2}"], LINE, None, id="with a plus"),
        pytest.param([f"00{LONDON}", f"00{LONDON_2}"], LINE, None, id="with 00"),
        pytest.param([NEW_YORK, "0200001234", LONDON], LINE, "GB", id="of two countries"),
        pytest.param(["390200001234", "3331234567", "3331234568"], LINE, None, id="at home"),
        pytest.param(["44207946", "9999999999999"], LINE, None, id="nobody's"),
    ],
)
def test_the_doctor_finds_callers_from_abroad_without_a_plus(
    tmp_path: Path, callings: list[str], config: str, country: str | None
):
    found = told(tmp_path, [(calling, SHOWN) for calling in callings], config)

    assert [country] * len(found) == [
        country for one in found if f"numbers of {country} without +" in one
    ]
    assert bool(found) is (country is not None)


@pytest.mark.parametrize(
    ("number", "config", "hint"),
    [
        pytest.param(
            LONDON,
            LINE,
            f"looks like +{LONDON} of GB without its +; if callers of line home come so,"
            ' give it caller_numbers = "international"',
            id="on a line",
        ),
        pytest.param(LONDON, "", f"looks like +{LONDON} of GB without its +", id="without a line"),
        pytest.param(LONDON, INTERNATIONAL, None, id="as the line says"),
        pytest.param("390200001234", LINE, None, id="at home"),
        pytest.param(f"+{LONDON}", LINE, None, id="with a plus"),
    ],
)
def test_check_says_what_a_foreign_number_without_a_plus_may_be(
    tmp_path: Path, number: str, config: str, hint: str | None
):
    context = a_context(tmp_path / "home", 'country = "IT"\n' + config)

    answer = a_client(context).check(number)

    context.close()
    assert answer["hint"] == hint


@pytest.mark.parametrize(
    ("calling", "number"),
    [
        (LONDON, f"+{LONDON}"),
        (NEW_YORK, f"+{NEW_YORK}"),
        ("390200001234", "+390200001234"),
        ("3906123456", "+3906123456"),
        ("393331234567", "+393331234567"),
        ("0200001234", "+390200001234"),
        ("3331234567", "+393331234567"),
        ("00442079460000", f"+{LONDON}"),
        ("+442079460000", f"+{LONDON}"),
        ("44444", "+3944444"),
        ("112", None),
        ("", None),
    ],
)
def test_a_line_may_say_that_foreign_numbers_come_without_a_plus(
    tmp_path: Path, calling: str, number: str | None
):
    context = a_context(tmp_path / "home", 'country = "IT"\n' + INTERNATIONAL)

    answer = a_client(context).check(calling, line="home")

    context.close()
    assert answer["number"] == number


def test_a_name_marked_as_spam_weighs_what_the_user_says_on_that_line(tmp_path: Path):
    config = (
        "[policy]\nspam_name = 0\n"
        + LINE
        + 'policy = { spam_name = 30 }\n[[line]]\nname = "office"\nkind = "sip"\n'
    )
    context = a_context(tmp_path / "home", 'country = "IT"\n' + config)
    client = a_client(context)

    weights = [
        client.check(STRANGER, line=line, name="SPAM: Rossi")["score"]
        for line in ("home", "office")
    ]

    context.close()
    assert weights == [30, 0]

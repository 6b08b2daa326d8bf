"""The SIP line on loopback sockets, against a far end that speaks by script."""

from __future__ import annotations

from portinaio.core.call import Attestation, Presentation
from portinaio.core.policy import Action, Outcome
from sip_worlds import FakeDesk, a_sip_table, calling, serving


async def test_a_rejected_caller_is_told_607():
    desk = FakeDesk(lambda _: Action.REJECT)

    async with serving(a_sip_table(), desk) as line, calling(line) as phone:
        phone.invite()
        final = await phone.final()
        phone.ack(final)
        await desk.until(lambda d: d.over)

    assert final.code == 607
    assert list(desk.performed.values()) == [(Outcome.DONE, "SIP 607")]
    assert [e.cause for e in desk.over.values()] == ["SIP 607"]


async def test_the_desk_hears_who_calls():
    desk = FakeDesk(lambda _: Action.REJECT)

    async with serving(a_sip_table(), desk) as line, calling(line) as phone:
        phone.invite(
            "P-Asserted-Identity: <sip:+390200001234;verstat=TN-Validation-Passed-B@net.example>",
            caller='"An agent" <sip:+390844123456@net.example>',
        )
        await desk.until(lambda d: d.rung)

    (ringing,) = desk.rung.values()
    assert (ringing.calling, ringing.name) == ("+390200001234", "An agent")
    assert ringing.attestation is Attestation.PARTIAL
    assert ringing.presentation is Presentation.ALLOWED
    assert ringing.at.tzinfo is not None

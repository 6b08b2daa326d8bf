"""Which of the user's numbers was called: as the log, config.toml or the user has it, and never a guess."""

from __future__ import annotations

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from letters import a_sales_call
from portinaio.daemon.handlers.drafts import report

ONE = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'
TWO = f'{ONE}[[line]]\nname = "mobile"\nkind = "replay"\n'
UNHEARD = f'{ONE}number = "+390000000123"\n'
NUMBERED = f'{TWO}number = "+393330000123"\n'


@pytest.mark.parametrize(
    ("config", "call", "told"),
    [
        pytest.param(ONE, {"called": ""}, "+39 02 0000 1234", id="the only line"),
        pytest.param(ONE, {"called": "sip:100@pbx.example"}, "+39 02 0000 1234", id="an extension"),
        pytest.param(ONE, {"called": "sip:+390200005678@pbx.example"}, "+39 02 0000 5678", id="a number in SIP"),
        pytest.param(TWO, {"called": "", "line": "mobile"}, "", id="one of two lines"),
        pytest.param(NUMBERED, {"called": "", "line": "mobile"}, "+39 333 000 0123", id="a line with its number"),
        pytest.param(ONE, {"called": "", "line": "import"}, "", id="another log"),
        pytest.param(UNHEARD, {"called": "+390000000123", "line": "import"}, "+39 0000 000 123", id="a line whose range nobody knows yet"),
    ],
)  # fmt: skip
def test_the_called_line_is_told_where_it_is_known(tmp_path, config, call, told):
    context = a_context(tmp_path, Clock(), config)
    context.store.calls.record(a_sales_call(19, 2, **call))

    draft = report(context, call=2, values=ANSWERS | MARIA)
    context.close()

    assert [gap["key"] for gap in draft["missing"]] == ([] if told else ["called"])
    assert f"l'utenza {told or '[da completare: numero chiamato]'} ha ricevuto" in " ".join(
        draft["text"].split()
    )

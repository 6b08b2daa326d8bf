"""Complaints as a window far from the house sees them: each act over HTTP, in the shape that is promised."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import AClient, a_client, ask
from portinaio.api import answers
from portinaio.daemon.events import Hub
from portinaio.daemon.http.app import Api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMPANY = {"name": "Esempio S.p.A.", "values": {"pec": "a@pec.example.com"}, "numbers": []}
FILE = {"name": "a.pdf", "data": base64.b64encode(b"%PDF").decode()}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path, Clock()))
    yield client
    client.context.close()


@pytest.fixture
async def app(client: AClient) -> Callable[..., Any]:
    return Api(client.context, Hub(asyncio.get_running_loop()), "en").app()


async def test_each_act_answers_in_its_shape(app: Callable[..., Any]) -> None:
    report = {"call": 1, "values": ANSWERS | MARIA}
    steps = [
        ("POST", "/v1/report", report, answers.ReportAnswer),
        ("POST", "/v1/report/joining", report, answers.JoiningAnswer),
        ("GET", "/v1/complaints", None, list[answers.ComplaintAnswer]),
        ("GET", "/v1/complaints/1", None, answers.FiledAnswer),
        ("POST", "/v1/complaints/1/attachments", FILE, answers.FiledAnswer),
        ("GET", "/v1/complaints/1/letter?kind=pdf", None, answers.LetterAnswer),
        ("GET", "/v1/complaints/1/letter?kind=eml", None, answers.LetterAnswer),
        ("POST", "/v1/complaints/1", {"event": "sent", "means": "pec"}, answers.FiledAnswer),
        ("GET", "/v1/complaints/calendar", None, answers.CalendarAnswer),
        ("POST", "/v1/complaints/1", {"event": "answered"}, answers.FiledAnswer),
        ("DELETE", "/v1/complaints/1/events/answered", None, answers.FiledAnswer),
        ("POST", "/v1/complaints/1", {"event": "closed"}, answers.FiledAnswer),
        ("DELETE", "/v1/complaints/1", None, answers.ForgottenAnswer),
        ("PUT", "/v1/companies", COMPANY, answers.CompanyAnswer),
        ("GET", "/v1/companies", None, list[answers.CompanyAnswer]),
        ("DELETE", "/v1/companies?name=esempio%20s.p.a.", None, answers.ForgottenAnswer),
    ]

    for method, target, body, shape in steps:
        answer = await ask(app, target, method, body=body)

        assert answer.status == 200, answer.body
        msgspec.json.decode(answer.body, type=shape, strict=True)


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "/v1/complaints/9", None, 404),
        ("GET", "/v1/complaints/x", None, 400),
        ("GET", "/v1/complaints/1/letter?kind=docx", None, 400),
        ("POST", "/v1/complaints/1", {"event": "lost"}, 400),
        ("POST", "/v1/complaints/1", {"event": "sent", "means": "owl"}, 400),
        ("POST", "/v1/complaints/1/send", {}, 400),
        ("POST", "/v1/complaints/1/send", {"confirmed": True}, 422),
        ("POST", "/v1/report", {"call": 1, "values": {"kind": "robot"}}, 400),
        ("POST", "/v1/report", {"call": 1, "recipient": "pope"}, 404),
    ],
)
async def test_what_cannot_be_is_a_sentence(
    app: Callable[..., Any], client: AClient, *, method: str, target: str, body: Any, status: int
) -> None:
    client.report(call=1, values=ANSWERS | MARIA)

    answer = await ask(app, target, method, body=body)

    assert answer.status == status
    assert answer.content["error"]

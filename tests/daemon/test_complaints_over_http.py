"""Complaints as a window far from the house sees them: each act over HTTP, in the shape that is promised."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_house
from daemon_world import ask
from portinaio.api import shapes
from portinaio.daemon.app import Api
from portinaio.daemon.events import Hub
from portinaio.daemon.facade import Facade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMPANY = {"name": "Esempio S.p.A.", "values": {"pec": "a@pec.example.com"}, "numbers": []}
FILE = {"name": "a.pdf", "data": base64.b64encode(b"%PDF").decode()}


@pytest.fixture
def facade(tmp_path: Path) -> Iterator[Facade]:
    facade = Facade(a_house(tmp_path, Clock()))
    yield facade
    facade.house.close()


@pytest.fixture
async def app(facade: Facade) -> Callable[..., Any]:
    return Api(facade, Hub(asyncio.get_running_loop()), "en").app()


async def test_each_act_answers_in_its_shape(app: Callable[..., Any]) -> None:
    report = {"call": 1, "values": ANSWERS | MARIA}
    steps = [
        ("POST", "/v1/report", report, shapes.ReportShape),
        ("GET", "/v1/complaints", None, list[shapes.ComplaintShape]),
        ("GET", "/v1/complaints/1", None, shapes.FiledShape),
        ("POST", "/v1/complaints/1/attachments", FILE, shapes.FiledShape),
        ("GET", "/v1/complaints/1/letter?kind=pdf", None, shapes.LetterShape),
        ("GET", "/v1/complaints/1/letter?kind=eml", None, shapes.LetterShape),
        ("POST", "/v1/complaints/1", {"event": "sent", "means": "pec"}, shapes.FiledShape),
        ("GET", "/v1/complaints/calendar", None, shapes.CalendarShape),
        ("POST", "/v1/complaints/1", {"event": "answered"}, shapes.FiledShape),
        ("DELETE", "/v1/complaints/1/events/answered", None, shapes.FiledShape),
        ("POST", "/v1/complaints/1", {"event": "closed"}, shapes.FiledShape),
        ("DELETE", "/v1/complaints/1", None, shapes.ForgottenShape),
        ("PUT", "/v1/companies", COMPANY, shapes.CompanyShape),
        ("GET", "/v1/companies", None, list[shapes.CompanyShape]),
        ("DELETE", "/v1/companies?name=esempio%20s.p.a.", None, shapes.ForgottenShape),
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
    app: Callable[..., Any], facade: Facade, *, method: str, target: str, body: Any, status: int
) -> None:
    facade.report(call=1, values=ANSWERS | MARIA)

    answer = await ask(app, target, method, body=body)

    assert answer.status == status
    assert answer.content["error"]

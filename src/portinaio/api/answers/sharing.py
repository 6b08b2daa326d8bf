"""What is given back to lists."""

from __future__ import annotations

from typing import TypedDict


class ShareTargetAnswer(TypedDict):
    """What a list would be given."""

    name: str
    title: str
    sends: bool
    """Whether Portinaio gives it; else its page is opened, and the user sends it there."""
    subscribed: bool
    method: str
    url: str
    body: str
    refusal: str | None
    """Why it cannot take this report."""


class ShareAnswer(TypedDict):
    number: str
    list: str
    title: str
    topic: str
    day: str
    company: str
    state: str
    """`waiting`, `given`, `opened`, `refused`, `withdrawing`, `withdrawn`."""
    at: str
    error: str | None
    """Why it waits or was refused."""
    page: str | None
    """Of a form that the user sends, its address."""


class SharePreviewAnswer(TypedDict):
    number: str
    topic: str
    day: str
    company: str
    targets: list[ShareTargetAnswer]
    shared: list[ShareAnswer]
    """What was given of this number before."""

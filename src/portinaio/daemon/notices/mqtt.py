"""Notices at a broker, and what Home Assistant needs to show them as a device without being set up.

Retained are the descriptions, whether this house is there, and how its lines are; a notice itself is not: who comes later must not
find a link that allows somebody. https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio import __version__
from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.daemon.notices.sender import Link, NotSentError, unvouched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    import aiomqtt

    from portinaio.config.notify import Broker
    from portinaio.daemon.notices.notice import Shown

ANSWER_S = 15.0
FAREWELL_S = 1.0  # a daemon that is told to stop has five seconds in all
KEEP_ALIVE_S = 60
DISCOVERY = "homeassistant"
ONCE = 1  # MQTT's QoS 1: the broker says that it has it


class Standing(NamedTuple):
    """How the house is, apart from what happens."""

    down: tuple[str, ...]
    """Lines that are down."""
    due: int
    """Complaints that can go on."""


class Mqtt:
    def __init__(
        self,
        broker: Broker,
        login: tuple[str, str],
        occasions: tuple[str, ...],
        standing: Callable[[], Standing],
    ) -> None:
        """`login` is empty where the broker asks for none."""
        self._broker = broker
        self._login = login
        self._occasions = occasions
        self._standing = standing
        self._retired = False

    def retire(self) -> None:
        self._retired = True

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Link]:
        import aiomqtt  # noqa: PLC0415  # an extra

        try:
            async with self._client() as client:
                for topic, payload in self._introduction():
                    await client.publish(topic, payload, qos=ONCE, retain=True)
                await self._tell_standing(client)
                broken = asyncio.ensure_future(_until_broken(client))
                try:
                    yield Link(partial(self._send, client), broken, proven=True)
                finally:
                    await self._take_leave(client, broken)
        except aiomqtt.MqttError as error:
            raise _not_sent(error, self._broker.host) from error

    def _client(self) -> aiomqtt.Client:
        import aiomqtt  # noqa: PLC0415  # as above

        username, password = self._login
        return aiomqtt.Client(
            self._broker.host,
            self._broker.port,
            username=username or None,
            password=password or None,
            tls_context=ssl.create_default_context() if self._broker.tls else None,
            timeout=ANSWER_S,
            keepalive=KEEP_ALIVE_S,
            will=aiomqtt.Will(self._topic("status"), "offline", qos=ONCE, retain=True),
        )

    async def _take_leave(
        self, client: aiomqtt.Client, broken: asyncio.Future[NotSentError]
    ) -> None:
        """A broker publishes the last will of who is cut off, not of who leaves."""
        import aiomqtt  # noqa: PLC0415  # as above

        if not broken.done():
            with suppress(aiomqtt.MqttError):
                for topic, payload in self._farewell():
                    await client.publish(topic, payload, qos=ONCE, retain=True, timeout=FAREWELL_S)
        broken.cancel()

    def _farewell(self) -> Iterator[tuple[str, str]]:
        """Nothing, where it is for good: a broker forgets what it retained when it is told so, and Home Assistant the device."""
        if not self._retired:
            yield self._topic("status"), "offline"
            return
        yield from ((topic, "") for topic, _ in self._introduction())
        yield from ((self._topic(name), "") for name in ("lines", "deadlines"))

    async def _send(self, client: aiomqtt.Client, notice: Shown) -> None:
        import aiomqtt  # noqa: PLC0415  # as above

        told = {"event_type": notice.occasion, **notice.answer}
        try:
            await client.publish(self._topic("notice"), _json(told), qos=ONCE)
            await self._tell_standing(client)
        except aiomqtt.MqttError as error:
            raise _not_sent(error, self._broker.host) from error

    async def _tell_standing(self, client: aiomqtt.Client) -> None:
        standing = self._standing()
        lines = {"state": "ON" if standing.down else "OFF", "down": list(standing.down)}
        for topic, told in (("lines", lines), ("deadlines", {"due": standing.due})):
            if topic.removesuffix("s") in self._occasions:
                await client.publish(self._topic(topic), _json(told), qos=ONCE, retain=True)

    def _topic(self, name: str) -> str:
        return f"{self._broker.prefix}/{name}"

    def _introduction(self) -> Iterator[tuple[str, str]]:
        house = "portinaio_" + re.sub(r"[^A-Za-z0-9_-]", "_", self._broker.prefix)
        for component, name, own in self._entities():
            told = {
                **own,
                "unique_id": f"{house}_{name}",
                "availability_topic": self._topic("status"),
                "device": {
                    "identifiers": [house],
                    "name": "Portinaio",
                    "sw_version": __version__,
                },
            }
            yield f"{DISCOVERY}/{component}/{house}/{name}/config", _json(told)
        yield self._topic("status"), "online"

    def _entities(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Component of Home Assistant, a name, and what is its own."""
        types = [*self._occasions, "waited", "test"]
        yield (
            "event",
            "notice",
            {"name": "Notice", "state_topic": self._topic("notice"), "event_types": types},
        )
        if "line" in self._occasions:
            own = {
                "name": "Lines",
                "device_class": "problem",
                "state_topic": self._topic("lines"),
                "value_template": "{{ value_json.state }}",
                "json_attributes_topic": self._topic("lines"),
            }
            yield "binary_sensor", "lines", own
        if "deadline" in self._occasions:
            own = {
                "name": "Deadlines",
                "icon": "mdi:calendar-alert",
                "state_topic": self._topic("deadlines"),
                "value_template": "{{ value_json.due }}",
            }
            yield "sensor", "deadlines", own


async def _until_broken(client: aiomqtt.Client) -> NotSentError:
    import aiomqtt  # noqa: PLC0415  # as above

    try:
        async for _ in client.messages:
            pass  # nothing is subscribed to
    except aiomqtt.MqttError as error:
        return NotSentError(_why(error))
    return NotSentError(msg("the broker has closed the connection"))


def _not_sent(error: Exception, host: str) -> NotSentError:
    distrusted = error.__cause__ or error.__context__  # aiomqtt raises "from None"
    if isinstance(distrusted, ssl.SSLCertVerificationError):
        return NotSentError(unvouched(host, distrusted))
    return NotSentError(msg("%(host)s says: %(reason)s", host=host, reason=_why(error)))


def _why(error: Exception) -> Message:
    return Message("%(said)s", {"said": one_line(str(error), 200)})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

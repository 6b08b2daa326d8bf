"""All server transactions that are alive, found by what a request says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.deadlines import Deadlines
from portinaio.wire.sip.transaction import ServerTransaction, State, TransactionKey

if TYPE_CHECKING:
    from portinaio.wire.sip.flow import Flow, Send
    from portinaio.wire.sip.validate import Incoming

# 200 calls a second with a CANCEL each leave 12,800 behind in the 32 s that RFC 3261 wants them kept; about 40 MB.
# Beyond that requests are dropped unheard, and the far end tries again.
MAX_TRANSACTIONS = 16_384
MAX_HELD = 32 << 20  # bytes: twice what so many usual ones keep


class ServerTransactions:
    def __init__(self) -> None:
        self._alive: dict[TransactionKey, ServerTransaction] = {}
        self._first: dict[str, TransactionKey] = {}
        self._deadlines: Deadlines[TransactionKey] = Deadlines()
        self._held = 0

    def __len__(self) -> int:
        return len(self._alive)

    @property
    def full(self) -> bool:
        return len(self._alive) >= MAX_TRANSACTIONS or self._held >= MAX_HELD

    def find(self, key: TransactionKey) -> ServerTransaction | None:
        return self._alive.get(key)

    def merged(self, request: Incoming, key: TransactionKey) -> bool:
        """The same request by another way, RFC 3261 8.2.2.2; a proxy before us has forked it."""
        return not request.called.tag and self._first.get(_merge(request), key) != key

    def open(
        self, request: Incoming, key: TransactionKey, way_back: Flow, to_tag: str
    ) -> ServerTransaction:
        transaction = self._alive[key] = ServerTransaction(key, way_back, to_tag)
        if not request.called.tag:
            merge = _merge(request)
            if self._first.setdefault(merge, key) == key:
                transaction.merge = merge
        return transaction

    def respond(
        self, transaction: ServerTransaction, code: int, data: bytes, now: float
    ) -> list[Send]:
        sent = transaction.respond(code, data, now)
        self._watch(transaction)
        return sent

    def acknowledge(self, transaction: ServerTransaction, now: float) -> None:
        transaction.acknowledge(now)
        self._watch(transaction)

    def next_deadline(self) -> float | None:
        return self._deadlines.next()

    def wake(self, now: float) -> list[Send]:
        sent: list[Send] = []
        for key in self._deadlines.due(now):
            transaction = self._alive[key]
            sent += transaction.wake(now)
            self._watch(transaction)
        return sent

    def _watch(self, transaction: ServerTransaction) -> None:
        key, over = transaction.key, transaction.state is State.TERMINATED
        held = 0 if over else transaction.held
        self._held += held - transaction.counted
        transaction.counted = held
        if over:
            self._deadlines.set(key, None)
            del self._alive[key]
            if transaction.merge:
                del self._first[transaction.merge]
        else:
            self._deadlines.set(key, transaction.deadline)


def _merge(request: Incoming) -> str:
    return "\n".join(
        (request.method, str(request.cseq.number), request.caller.tag, request.call_id)
    )

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

_Merge = tuple[str, str, int, str]


class ServerTransactions:
    def __init__(self) -> None:
        self._alive: dict[TransactionKey, ServerTransaction] = {}
        self._first: dict[_Merge, TransactionKey] = {}
        self._merges: dict[TransactionKey, _Merge] = {}
        self._deadlines: Deadlines[TransactionKey] = Deadlines()

    def __len__(self) -> int:
        return len(self._alive)

    @property
    def full(self) -> bool:
        return len(self._alive) >= MAX_TRANSACTIONS

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
                self._merges[key] = merge
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
        key = transaction.key
        if transaction.state is State.TERMINATED:
            self._deadlines.set(key, None)
            del self._alive[key]
            if merge := self._merges.pop(key, None):
                del self._first[merge]
        else:
            self._deadlines.set(key, transaction.deadline)


def _merge(request: Incoming) -> _Merge:
    return request.call_id, request.caller.tag, request.cseq.number, request.method

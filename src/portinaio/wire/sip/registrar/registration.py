"""The REGISTER client, RFC 3261 10.2: bind our contact, keep it bound, and take it away at the end.

It sends nothing by itself: `begin` says that a flow is there, `receive_response` takes a response, `wake` lets time pass. The
refresh and each new try are asked for with `RegisterDue`, since the flow to the registrar may have to be found anew.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING

from portinaio.wire.sip import digest, header
from portinaio.wire.sip.registrar.expires import LONGEST_LIFETIME, granted_s
from portinaio.wire.sip.registrar.register_request import Contact, Identifiers, register, seen
from portinaio.wire.sip.registrar.registration_results import (
    Denied,
    NoAnswerYet,
    RegisterDue,
    Registered,
    Unanswered,
    Unlisted,
    Unregistered,
)
from portinaio.wire.sip.transaction import ClientTransaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.digest import Challenge
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Response
    from portinaio.wire.sip.registrar.register_request import Binding
    from portinaio.wire.sip.registrar.registration_results import Result

REFRESH_AT = 0.85  # of the lifetime, so that two lost tries still fit before its end
SHORTEST_LIFETIME = 6  # seconds; less cannot be meant, and nobody is asked every second
SHORTEST_PAUSE = 2.0  # seconds, doubled with each failure, RFC 5626 4.5
LONGEST_PAUSE = 300.0
PATIENCE = 3.0  # seconds; whoever sets a line up should not wait for the 32 s of timer F to see a wrong address
MOST_CHALLENGES = 3  # of the proxy, of the registrar, and a nonce that is stale meanwhile
MOST_LENGTHENED = 3  # a registrar that wants ever longer lifetimes never agrees
NOT_UNDERSTOOD = frozenset({400, 439})  # what registrars say that stumble over RFC 5626


class Stage(Enum):
    IDLE = auto()
    ASKING = auto()
    BOUND = auto()
    LEAVING = auto()
    GONE = auto()


class Registration:
    def __init__(self, binding: Binding, token: Callable[[], str]) -> None:
        self._binding = binding
        self._token = token
        self._call_id = token()
        self._from_tag = token()
        self._cseq = 0
        self._wanted = binding.expires_s
        self._pause = SHORTEST_PAUSE
        self._flow: Flow | None = None
        self.local: Local | None = None
        """Our own end of the flow."""
        self._contact: Local | None = None
        """What is registered, or being so: our end as the registrar sees it."""
        self._former: Local | None = None
        """Registered before we knew better, and to be taken away."""
        self._corrected = False
        self._plain = False
        """Whether the registrar stumbles over `+sip.instance`, so that we do without."""
        self._branch = ""
        self._request: ClientTransaction | None = None
        self._challenges = 0
        self._asked: dict[bool, Challenge] = {}
        """What is to be answered: of a proxy, and of the registrar behind it."""
        self._uses: Counter[str] = Counter()
        """By nonce, how often it was answered: who counts takes the same answer for one that somebody has overheard."""
        self._lengthened = 0
        self._due_at: float | None = None
        self._patient_until: float | None = None
        self._within_s: float | None = None
        self._answer_by: float | None = None
        self.stage = Stage.IDLE

    @property
    def contact(self) -> Local | None:
        """Where calls find us."""
        return self._contact

    @property
    def asking(self) -> bool:
        """Whether a request is under way."""
        return self._request is not None

    def begin(
        self, flow: Flow, local: Local, now: float, within_s: float | None = None
    ) -> list[Result]:
        """`within_s`: how long each first answer may take, where there is something better to do than to wait for timer F."""
        self._within_s = within_s
        if (flow, local) != (self._flow, self.local):
            self._contact = local
        self._flow, self.local = flow, local
        self._former, self._corrected = None, False
        self._nobody_has_asked()
        self._lengthened = 0
        self._due_at = None
        if self.stage is not Stage.BOUND:
            self.stage = Stage.ASKING
            self._patient_until = now + PATIENCE
        return self._ask(now)

    def unregister(self, now: float) -> list[Result]:
        """Take the contact away; `Unregistered` when that is done, or when there is nothing to take."""
        self._due_at = None
        if self.stage not in {Stage.BOUND, Stage.ASKING} or self._flow is None:
            self.stage = Stage.GONE
            return [Unregistered()]
        self.stage = Stage.LEAVING
        self._within_s = None
        self._wanted = 0
        self._nobody_has_asked()
        return self._ask(now)

    def fail(self, now: float) -> float:
        """The flow was lost or could not be found; the pause until the next try."""
        pause = self._pause
        self._pause = min(2 * pause, LONGEST_PAUSE)
        self._request = None
        if self.stage in {Stage.LEAVING, Stage.GONE}:
            self.stage = Stage.GONE
        else:
            self.stage = Stage.IDLE
            self._due_at = now + pause
        return pause

    def receive_response(self, response: Response, now: float) -> list[Result] | None:
        """`None` for a response to something else."""
        top = header.via(response.headers.get("Via") or "")
        if self._request is None or top is None or top.branch != self._branch:
            return None
        self._patient_until = None
        self._answer_by = None
        if not self._request.receive_response(response.code):
            return []
        self._request = None
        match response.code:
            case 401 | 407:
                self._rename(response)
                return self._challenged(response, now)
            case code if code in NOT_UNDERSTOOD and self._binding.instance and not self._plain:
                self._plain = True
                self._nobody_has_asked()
                return self._ask(now)
            case 423 if self._lengthen(response):
                return self._ask(now)
            case code if code < 300:
                return self._accepted(response, now)
            case code if code in {403, 404} or code >= 600:
                return self._denied(response, now)
            case code:
                return self._unanswered(code, now, _retry_after(response))

    def next_deadline(self) -> float | None:
        if self._request is None:
            return self._due_at
        moments = (self._request.deadline, self._patient_until, self._answer_by)
        return min((moment for moment in moments if moment is not None), default=None)

    def wake(self, now: float) -> list[Result]:
        if self._request is not None:
            results: list[Result] = [*self._request.wake(now)]
            late = self._answer_by is not None and now >= self._answer_by
            if self._request.timed_out or late:
                return self._unanswered(None, now)
            if self._patient_until is not None and now >= self._patient_until:
                self._patient_until = None
                results.append(NoAnswerYet())
            return results
        if self._due_at is not None and now >= self._due_at:
            self._due_at = None
            return [RegisterDue()]
        return []

    def _ask(self, now: float) -> list[Result]:
        assert self._flow is not None
        assert self.local is not None
        assert self._contact is not None
        self._cseq += 1
        self._branch = f"z9hG4bK{self._token()}"
        contacts = [Contact(self._contact, self._wanted, self._instance, self._binding.q)]
        if self._former is not None:
            contacts.append(Contact(self._former, 0))
        ids = Identifiers(self._branch, self._from_tag, self._call_id, self._cseq)
        answers = dict(map(self._answer, self._asked.values()))
        data = register(self._binding, (self._flow, self.local), ids, contacts, answers)
        self._request = ClientTransaction(data, self._flow, now)
        self._answer_by = None if self._within_s is None else now + self._within_s
        return [self._request.first()]

    @property
    def _instance(self) -> str:
        return "" if self._plain else self._binding.instance

    def _rename(self, response: Response) -> None:
        """Before the request is sent again: by datagrams what is registered by another name goes with it."""
        named, bound = self._contact, self.stage is Stage.BOUND
        if self._learn(response) and bound and self._flow and not self._flow.reliable:
            self._former = named

    def _learn(self, response: Response) -> bool:
        """Whether the registrar sees us at another address than the one we named."""
        assert self.local is not None
        at = seen(response, self.local)
        if self.stage is Stage.LEAVING or at == self._contact:
            return False  # what is to be taken away bears the name that it has
        self._contact = at
        return True

    def _challenged(self, response: Response, now: float) -> list[Result]:
        asked = digest.challenged_by(response)
        self._challenges += 1
        if asked is None or (asked.proxy in self._asked and not asked.stale):
            return self._denied(response, now)
        if self._challenges > MOST_CHALLENGES:  # it never says that the password is wrong
            return self._unanswered(response.code, now)
        self._asked[asked.proxy] = asked
        return self._ask(now)

    def _answer(self, asked: Challenge) -> tuple[str, str]:
        nonce, to = asked.parameters["nonce"], self._binding.registrar
        self._uses[nonce] += 1
        login, chance = self._binding.login, self._token()
        return digest.authorization(asked, login, "REGISTER", to, chance, self._uses[nonce])

    def _nobody_has_asked(self) -> None:
        self._challenges = 0
        self._asked.clear()
        self._uses.clear()

    def _lengthen(self, response: Response) -> bool:
        """Interval Too Brief, RFC 3261 10.2.8; whether the registrar named a longer one."""
        least = header.whole(response.headers.get("Min-Expires"))
        if least is None or not self._wanted < least <= LONGEST_LIFETIME:
            return False
        self._lengthened += 1
        if self._lengthened > MOST_LENGTHENED:
            return False
        self._wanted = least
        self._nobody_has_asked()
        return True

    def _accepted(self, response: Response, now: float) -> list[Result]:
        if self.stage is Stage.LEAVING:
            self.stage = Stage.GONE
            return [Unregistered()]
        assert self._contact is not None
        assert self._flow is not None
        lifetime = granted_s(response, self._contact, self._instance)
        if not lifetime:  # none, or somebody took our binding away at the same moment
            self.fail(now)
            return [Unlisted()]
        named = self._contact
        if self._learn(response) and not self._corrected:
            self._corrected = True
            self._nobody_has_asked()
            self._former = None if self._flow.reliable else named
            return self._ask(now)  # calls would go to an address that leads nowhere
        self._former = None
        self.stage = Stage.BOUND
        self._pause = SHORTEST_PAUSE
        self._due_at = now + REFRESH_AT * max(lifetime, SHORTEST_LIFETIME)
        required = ",".join(response.headers.getlist("Require")).lower()
        timer = header.whole(response.headers.get("Flow-Timer"))
        return [Registered(lifetime, "outbound" in required, timer)]

    def deny(self, now: float) -> None:
        """Nothing is to be hoped of the next minutes."""
        self._pause = LONGEST_PAUSE  # asking often with a wrong password gets an address banned
        self.fail(now)

    def hope(self) -> None:
        """After all: the next failure is the first again."""
        self._pause = SHORTEST_PAUSE

    def _denied(self, response: Response, now: float) -> list[Result]:
        self.deny(now)
        if self.stage is Stage.GONE:
            return [Unregistered()]
        return [Denied(response.code, response.phrase)]

    def _unanswered(self, code: int | None, now: float, wait_s: float = 0.0) -> list[Result]:
        self._pause = max(self._pause, wait_s)
        self.fail(now)
        return [Unregistered()] if self.stage is Stage.GONE else [Unanswered(code)]


def _retry_after(response: Response) -> float:
    text = (response.headers.get("Retry-After") or "").split("(")[0].split(";")[0]
    return float(min(header.whole(text) or 0, LONGEST_PAUSE))

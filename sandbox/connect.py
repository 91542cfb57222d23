"""Amazon Connect: outbound calls, the people who pick up or don't, and the contact events of both.

StartOutboundVoiceContact is idempotent by ClientToken, as documented. A call runs as a job: it rings, is
answered by the caller's character, talks to the bot turn by turn and ends; each stage is an event on the
default bus.
"""

import re
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox import lex
from sandbox.agenda import Agenda, Job
from sandbox.aws import Account, LexFunctionError
from sandbox.books import Books
from sandbox.clock import WorldClock
from sandbox.faults import Faults
from sandbox.flow import BotStep, BrokenFlow, Flow
from sandbox.rest import ServiceError
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response
from sandbox.world import World
from sandbox.world.load import read_yaml

E164 = re.compile(r"\+[1-9]\d{6,14}")
ATTRIBUTE = re.compile(r"[A-Za-z0-9_-]{1,1024}")
MAX_ATTRIBUTE_BYTES = 32_768
MAX_TURNS = 12
DETAIL_TYPE = "Amazon Connect Contact Event"


class Connect:
    """The service and the telephone network behind it."""

    def __init__(
        self,
        *,
        world: World,
        books: Books,
        agenda: Agenda,
        account: Account,
        clock: WorldClock,
        faults: Faults,
        seed: Seed,
        region: str,
        source: str,
        flow: Flow | None = None,
        patience: float = 1.0,
    ) -> None:
        self._world = world
        self._books = books
        self._agenda = agenda
        self._account = account
        self._clock = clock
        self._faults = faults
        self._seed = seed
        self._region = region
        self._source = source
        self._flow = flow
        self._patience = patience
        self._lock = threading.Lock()
        agenda.on("call", self._call)

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("PUT", "/connect/contact/outbound-voice", self._guarded(self.start))
        add("GET", "/connect/contacts/{instance}/{contact}", self._guarded(self.describe))

    def _guarded(self, route: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            try:
                if self._faults.take("connect", "down"):
                    raise ServiceError("InternalServiceException", 500, "Request processing failed.")
                return route(request)
            except ServiceError as error:
                return error.response()

        return answer

    def behave(self, number: str, caller: str) -> None:
        """Let a number behave as a caller from now on."""
        if caller not in read_yaml("callers.yml"):
            raise LookupError(f"unknown caller {caller}")
        self._books.write("caller_orders", number=number, caller=caller)

    def caller_of(self, number: str) -> str:
        """How a number behaves."""
        order = self._books.find("caller_orders", lambda entry: entry["number"] == number)
        return str(order["caller"]) if order else self._world.caller(number)

    # -- API ---------------------------------------------------------------------------------------

    def start(self, request: Request) -> Response:
        """StartOutboundVoiceContact."""
        call = request.json()
        if not isinstance(call, dict):
            raise ServiceError("InvalidRequestException", 400, "The request is not valid.")
        if self._faults.take("connect", "throttle"):
            raise ServiceError(
                "LimitExceededException", 429, "The allowed limit for the resource has been exceeded."
            )
        number = str(call.get("DestinationPhoneNumber", ""))
        if not E164.fullmatch(number):
            raise ServiceError(
                "InvalidParameterException", 400, "DestinationPhoneNumber must be in E.164 format."
            )
        for name in ("InstanceId", "ContactFlowId"):
            if not call.get(name):
                raise ServiceError("InvalidParameterException", 400, f"{name} is required.")
        if not call.get("QueueId") and not call.get("SourcePhoneNumber"):
            raise ServiceError(
                "InvalidRequestException", 400, "Either QueueId or SourcePhoneNumber must be provided."
            )
        attributes = call.get("Attributes") or {}
        size = sum(len(str(name).encode()) + len(str(value).encode()) for name, value in attributes.items())
        if size > MAX_ATTRIBUTE_BYTES or any(not ATTRIBUTE.fullmatch(str(name)) for name in attributes):
            raise ServiceError("InvalidParameterException", 400, "Attributes are too large or badly named.")
        if call.get("AnswerMachineDetectionConfig") and call.get("TrafficType") != "CAMPAIGN":
            raise ServiceError(
                "InvalidRequestException", 400, "Machine detection needs TrafficType CAMPAIGN."
            )
        token = str(call.get("ClientToken") or "")
        with self._lock:
            known = token and self._books.find("contacts", lambda entry: entry["client_token"] == token)
            if known:
                self._books.write("calls_repeated", client_token=token, contact_id=known["contact_id"])
                contact = known
            else:
                contact = self._open(call, number, token, attributes)
        contact_id = contact["contact_id"]
        if self._books.find("calls", lambda entry: entry["contact_id"] == contact_id) is None:
            # Also for a repeated token: a start that died after writing the contact still rings.
            seconds = self._seed.rng("ring", number).uniform(0.2, 0.6) * self._patience
            self._agenda.later(seconds, "call", f"call-{contact_id}", contact_id=contact_id)
        if self._faults.take("connect", "timeout_after_success"):
            return Response(hang_up=True)
        return json_response({"ContactId": contact["contact_id"]})

    def _open(
        self, call: dict[str, Any], number: str, token: str, attributes: dict[str, str]
    ) -> dict[str, Any]:
        nth = self._books.count("contacts", lambda entry: entry["to"] == number)
        return self._books.write(
            "contacts",
            contact_id=self._seed.uuid("contact", token or nth, number),
            client_token=token,
            to=number,
            source=call.get("SourcePhoneNumber"),
            instance=call["InstanceId"],
            flow=call["ContactFlowId"],
            attributes=attributes,
        )

    def describe(self, request: Request) -> Response:
        """DescribeContact."""
        contact_id = request.params["contact"]
        contact = self._books.find("contacts", lambda entry: entry["contact_id"] == contact_id)
        if contact is None or contact["instance"] != request.params["instance"]:
            raise ServiceError("ResourceNotFoundException", 404, "The specified resource was not found.")
        times = self._times(contact)
        described = {
            "Arn": f"{self._instance_arn(contact)}/contact/{contact_id}",
            "Id": contact_id,
            "InitialContactId": contact_id,
            "InitiationMethod": "API",
            "Channel": "VOICE",
            "InitiationTimestamp": _epoch(times["initiationTimestamp"]),
            "LastUpdateTimestamp": _epoch(max(times.values())),
            "Attributes": contact["attributes"],
        }
        if "connectedToSystemTimestamp" in times:
            described["ConnectedToSystemTimestamp"] = _epoch(times["connectedToSystemTimestamp"])
        ended = self._books.find(
            "contact_stages",
            lambda entry: entry["contact_id"] == contact_id and entry["stage"] == "DISCONNECTED",
        )
        if ended is not None:
            described["DisconnectTimestamp"] = _epoch(ended["at"])
            described["DisconnectReason"] = ended["reason"]
        return json_response({"Contact": described})

    # -- a call ------------------------------------------------------------------------------------

    def _call(self, job: Job) -> None:
        contact_id = job["contact_id"]
        contact = self._books.find("contacts", lambda entry: entry["contact_id"] == contact_id)
        if contact is None:
            raise LookupError(f"no contact {contact_id}")
        caller = self.caller_of(contact["to"])
        script = read_yaml("callers.yml")[caller]
        self._tell(contact, "INITIATED")
        turns: list[dict[str, Any]] = []
        outcome, reason = "no_answer", "TELECOM_PROBLEM"
        if script["picks_up"]:
            self._tell(contact, "CONNECTED_TO_SYSTEM")
            outcome, reason = self._talk(contact, script, turns)
        self._tell(contact, "DISCONNECTED", reason)
        self._tell(contact, "COMPLETED", reason)
        if self._books.find("calls", lambda entry: entry["contact_id"] == contact_id) is None:
            self._books.write(
                "calls",
                client_token=contact["client_token"],
                contact_id=contact_id,
                to=contact["to"],
                caller=caller,
                outcome=outcome,
                disconnect_reason=reason,
                turns=turns,
            )

    def _talk(
        self, contact: dict[str, Any], script: dict[str, Any], turns: list[dict[str, Any]]
    ) -> tuple[str, str]:
        """Hold the conversation; returns the outcome and Connect's reason for the end."""
        try:
            step = self._bot_step(contact)
        except BrokenFlow as error:
            turns.append({"caller": None, "bot": None, "error": str(error)})
            return "failed", "CONTACT_FLOW_DISCONNECT"
        if step is None:
            return "answered", "CONTACT_FLOW_DISCONNECT"
        if step.said:
            turns.append({"caller": None, "bot": list(step.said), "next": "listen"})
        session = lex.Session(contact["contact_id"], step.attributes)
        said = script["opening"]
        event = lex.hear(session, said)
        free = iter(script["free"])
        spoken = script["free"][-1]
        heard = 0
        while len(turns) < MAX_TURNS:
            try:
                messages, what_next = lex.obey(session, self._account.invoke_lex(event))
            except (LexFunctionError, lex.UnusableAnswer) as error:
                turns.append({"caller": said, "bot": None, "error": str(error)[:300]})
                return "failed", "CONTACT_FLOW_DISCONNECT"
            intent = session.intent["name"] if session.intent else None
            turns.append({"caller": said, "intent": intent, "bot": messages, "next": what_next})
            if what_next == "close":
                return "answered", "CONTACT_FLOW_DISCONNECT"
            heard += 1
            if script.get("leaves_after") and heard >= script["leaves_after"]:
                return "hung_up", "CUSTOMER_DISCONNECT"
            if what_next == "fulfil":
                said = ""
                event = lex.fulfil(session, turns[-1]["caller"])
                continue
            if what_next.startswith("slot:"):
                said = script["slots"].get(what_next.removeprefix("slot:"), script["confirm"])
            elif what_next == "confirm":
                said = script["confirm"]
            else:
                said = spoken = next(free, spoken)
            event = lex.hear(session, said)
        return "hung_up", "CUSTOMER_DISCONNECT"

    def _bot_step(self, contact: dict[str, Any]) -> BotStep | None:
        if self._flow is None:
            return BotStep((), dict(contact["attributes"]))
        return self._flow.until_bot(contact["attributes"], contact["to"])

    # -- contact events ----------------------------------------------------------------------------

    def _instance_arn(self, contact: dict[str, Any]) -> str:
        instance = str(contact["instance"])
        if instance.startswith("arn:"):
            return instance
        return f"arn:aws:connect:{self._region}:000000000000:instance/{instance}"

    def _times(self, contact: dict[str, Any]) -> dict[str, str]:
        """Timestamps of the stages a contact has passed, as the event model names them."""
        names = {
            "INITIATED": "initiationTimestamp",
            "CONNECTED_TO_SYSTEM": "connectedToSystemTimestamp",
            "DISCONNECTED": "disconnectTimestamp",
        }
        times = {"initiationTimestamp": str(contact["at"])}
        for entry in self._books.read("contact_stages"):
            if entry["contact_id"] == contact["contact_id"] and entry["stage"] in names:
                times.setdefault(names[entry["stage"]], str(entry["at"]))
        return times

    def _tell(self, contact: dict[str, Any], stage: str, reason: str | None = None) -> None:
        contact_id = contact["contact_id"]
        known = self._books.find(
            "contact_stages", lambda entry: entry["contact_id"] == contact_id and entry["stage"] == stage
        )
        if known is None:
            self._books.write("contact_stages", contact_id=contact_id, stage=stage, reason=reason)
        arn = self._instance_arn(contact)
        detail: dict[str, Any] = {
            "eventType": stage,
            "contactId": contact_id,
            "initialContactId": contact_id,
            "channel": "VOICE",
            "instanceArn": arn,
            "initiationMethod": "API",
            **self._times(contact),
            "tags": {
                "aws:connect:instanceId": arn.rpartition("/")[2],
                "aws:connect:systemEndpoint": contact.get("source") or "",
            },
        }
        now = self._clock.now()
        for _ in range(2 if self._faults.take("connect", "duplicate_events") else 1):
            event_id = self._account.put_event(
                self._source, DETAIL_TYPE, detail, [arn, f"{arn}/contact/{contact_id}"], now
            )
            self._books.write(
                "events",
                source=self._source,
                type=f"{DETAIL_TYPE}: {stage}",
                event_id=event_id,
                contact_id=contact_id,
            )


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()

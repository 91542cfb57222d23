"""A stored mail, a bucket, and the handler behind the real commit: what the tests of this folder work with."""

# ruff: noqa: E501 - a message in one line shows its shape

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from adapters.bedrock import ModelUnavailable
from events.base import Event, EventData, Meta
from handlers.classify_reply import NAME, handle, read_notification
from outreach import ids, tokens
from outreach.enrolment import Enrolment
from outreach.suppression import mail_gates, person_gate
from runtime.clock import FixedClock
from runtime.consume import process
from store import drafts, enrolments, keys, mail, sends, suppression
from store.drafts import Draft
from store.sends import Send
from store.writes import Put

NOW = datetime(2026, 10, 5, 16, 30, tzinfo=UTC)
KEY, PEPPER = "token-key", "pepper"
ADDRESS = "ann@firm.example"
LEAD = ids.lead_id("firm.example")
CAMPAIGN = "demo"
SEND = ids.send_id(LEAD, CAMPAIGN, 0)
CONTACT = ids.contact_id(ADDRESS, PEPPER)
MESSAGE_ID = "0100019a-abcdef-000000"
SUBJECT = tokens.subject_id(LEAD, SEND)
REPLY_TOKEN = tokens.sign("reply", SUBJECT, KEY)
UNSUB_TOKEN = tokens.sign("unsubscribe", SUBJECT, KEY)
TO_TOKEN = f"Delivered-To: reply+{REPLY_TOKEN}@reply.example"
MODEL = "some.model"


@dataclass
class FakeBucket:
    objects: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> bytes:
        found = self.objects[key]
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class FakeBedrock:
    """Answers what it is told to, and remembers what it was asked."""

    says: dict[str, Any] | Exception
    asked: list[Any] = field(default_factory=list)

    def converse(self, request):
        self.asked.append(request)
        if isinstance(self.says, Exception):
            raise self.says
        said = {"label": "NEUTRAL", "facet": "noted", "confidence": 0.9, "summary": "-", "wants_call": False}
        use = {"toolUse": {"name": "classify_reply", "input": said | self.says}}
        return {"stopReason": "tool_use", "output": {"message": {"content": [use]}}}


class Stage:
    """One stored send, a bucket, and the handler behind the real commit."""

    def __init__(self, table) -> None:
        self.table = table
        self.number = 0
        self.deps = SimpleNamespace(
            table=table,
            clock=FixedClock(NOW),
            mail=FakeBucket(),
            bedrock=FakeBedrock(ModelUnavailable("model_not_allowed", passing=False)),
            keys=SimpleNamespace(token=KEY, pepper=PEPPER),
            settings=SimpleNamespace(classify_model=MODEL),
        )
        send = Send(
            SEND, LEAD, CAMPAIGN, 0, CONTACT, person_gate(ADDRESS, PEPPER).hashed, "d" * 32, "s@b.example", "2026-10-05",
            claimed_at=keys.stamp(NOW), correlation_id="c" * 32,
        )  # fmt: skip
        attributes = {name: getattr(send, name) for name in Send._fields} | {"state": sends.SENDING}
        draft = Draft(SEND, LEAD, CAMPAIGN, 1, 0, CONTACT, "An idea", ("x",), (), "template")
        contact = {"lead_id": LEAD, "contact_id": CONTACT, "address": ADDRESS}
        enrolment = Enrolment(LEAD, CAMPAIGN, campaign_version=1, country="GB")
        table.commit(
            [
                Put(
                    keys.send(LEAD, SEND), "send", attributes, gsi1=keys.person_index(send.person, NOW, SEND)
                ),
                drafts.keep(draft, NOW),
                Put(keys.contact(LEAD, CONTACT), "contact", contact, gsi1=keys.contact_index(CONTACT, LEAD)),
                enrolments.save(enrolment, 0, "new", NOW),
            ]
        )
        table.commit(sends.record(send, MESSAGE_ID, NOW))

    def receive(self, raw: bytes | Exception, *, last: bool = False) -> str:
        """Store an object and let the handler deal with it; returns its reply id.

        ``last``: the queue can wait no longer.
        """
        self.number += 1
        key = f"inbound/{self.number:04d}"
        self.deps.mail.objects[key] = raw
        (said,) = read_notification(notification(key))
        process(NAME, said, handle, self.deps, last=last)
        return ids.reply_id(key)

    def tell(self, data: EventData, *, cause: str = "somebody") -> None:
        """Let the handler hear an event, a second later."""
        self.deps.clock.advance(timedelta(seconds=1))
        meta = Meta(
            id=ids.digest(data.TYPE, cause), type=data.TYPE, version=1, occurred_at=NOW,
            correlation_id=cause, causation_id=cause, producer="cli",
        )  # fmt: skip
        process(NAME, Event[EventData](meta=meta, data=data), handle, self.deps)

    def given_send(
        self,
        address: str,
        domain: str,
        *,
        campaign: str = CAMPAIGN,
        subject: str = "An idea",
        step: int = 0,
        at: datetime = NOW,
    ) -> Send:
        """Another mail that went out: to this address, of the company with this domain."""
        lead = ids.lead_id(domain)
        send = Send(
            ids.send_id(lead, campaign, step), lead, campaign, step, ids.contact_id(address, PEPPER), person_gate(address, PEPPER).hashed,
            "d" * 32, "s@b.example", "2026-10-05", claimed_at=keys.stamp(at), state=sends.SENT,
        )  # fmt: skip
        attributes = {name: getattr(send, name) for name in Send._fields}
        draft = Draft(send.send_id, lead, campaign, 1, step, send.contact_id, subject, ("x",), (), "template")
        index = keys.person_index(send.person, at, send.send_id)
        self.table.commit(
            [Put(keys.send(lead, send.send_id), "send", attributes, gsi1=index), drafts.keep(draft, at)]
        )
        return send

    def state(self, reply_id: str):
        return mail.state_of(self.table, reply_id)

    def reply(self, reply_id: str):
        return mail.get(self.table, LEAD, reply_id)

    def events(self, pk: str = keys.lead_pk(LEAD)) -> dict[str, dict[str, Any]]:
        """What was said, by type."""
        items = list(self.table.items(pk, keys.EVENT))
        found = {}
        for item in items:
            detail = json.loads(item["detail"])
            found.setdefault(detail["meta"]["type"], []).append(detail["data"])
        return {name: said[0] if len(said) == 1 else said for name, said in found.items()}

    def suppressed(self, address: str) -> bool:
        return bool(suppression.listed(self.table, mail_gates(address, PEPPER)))


def notification(key: str) -> dict[str, Any]:
    detail = {"bucket": {"name": "b"}, "object": {"key": key, "size": 10}}
    return {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}


def letter(
    text: str,
    *headers: str,
    sender: str = ADDRESS,
    subject: str = "Re: An idea",
    message_id: str = "answer-0000-0001",
) -> bytes:
    lines = (
        f"From: Ann <{sender}>",
        "To: Sam <sam@seller.example>",
        f"Subject: {subject}",
        f"Message-ID: <{message_id}@firm.example>",
        "Date: Mon, 5 Oct 2026 10:00:00 +0000",
        *headers,
    )
    return ("\r\n".join(lines) + "\r\n\r\n" + text + "\r\n").encode()


def bounce(status: str = "5.1.1", said: str = "550 5.1.1 user unknown", recipient: str = ADDRESS) -> bytes:
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\n"
        "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        f"\r\n--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}\r\n"
        f"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{MESSAGE_ID}@email.amazonses.com>\r\n"
        f"List-Unsubscribe: <mailto:unsub+{UNSUB_TOKEN}@reply.example>\r\n\r\nour words\r\n--b--\r\n"
    ).encode()

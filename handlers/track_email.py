"""Read what SES says became of a mail; settle, suppress, tell.

SES's events come from the default bus, at least once, in any order, and some may be lost
(https://docs.aws.amazon.com/ses/latest/dg/monitor-sending-using-event-publishing-setup.html). So whichever
event comes first proves that SES has the mail and settles a send that is still open. A hard bounce and a
complaint suppress in the same transaction in which they are told, and are counted there against the sender
(``sending.standing``).

Opens and clicks are kept as SES told them, each with the probability that a machine made it
(``outreach.engagement``). What a later click of the same mail tells of the earlier ones is written beside
them; what was said of them stays said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from events.base import EventData
from events.email_bounced import EmailBounced
from events.email_clicked import EmailClicked
from events.email_complained import EmailComplained
from events.email_delivered import EmailDelivered
from events.email_opened import EmailOpened
from events.email_sent import EmailSent
from events.recipient_suppressed import RecipientSuppressed
from outreach.engagement import CLICK, OPEN, Judgement, Touch, judge
from outreach.ids import digest
from outreach.suppression import Gate, Scope
from runtime.consume import Raw, consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from sending import standing
from store import keys, sends, suppression, touches
from store.sends import Send
from store.suppression import Entry
from store.touches import Kept
from store.writes import Write

KNOWN = frozenset({"Send", "Delivery", "Bounce", "Complaint", "Open", "Click", "Reject"})
SILENT = frozenset({"DeliveryDelay", "Rendering Failure", "Subscription"})
"""Events that say nothing final: counted, and no more."""

_UNTOLD = (sends.SENDING, sends.IN_DOUBT, sends.RELEASED)
"""States that say less than an event of SES: that it has the mail."""
_MOST_JUDGED_ANEW = 60  # touches of one mail; a transaction takes a hundred writes
_TOUCHES = {"Open": OPEN, "Click": CLICK}
_PART = {
    "Delivery": "delivery",
    "Bounce": "bounce",
    "Complaint": "complaint",
    "Open": "open",
    "Click": "click",
    "Reject": "reject",
}


@dataclass(frozen=True, slots=True)
class SesEvent:
    """One event of one mail. ``reason`` is a word: the bounce's sub-type, the complaint's kind.

    ``at`` is the moment that SES says it happened; None where it can't be read. ``touch`` is what SES tells
    of an open or a click, ``touch_id`` its id.
    """

    kind: str
    message_id: str
    send_id: str
    lead_id: str
    hard: bool = False
    reason: str = ""
    at: datetime | None = None
    touch: Touch | None = None
    touch_id: str = ""


def parse(document: dict[str, Any]) -> Sequence[Raw]:
    """Understand a sending event; none for a mail that is not ours."""
    detail = document.get("detail")
    if not isinstance(detail, dict):
        raise Unreadable("no detail")
    kind, mail = detail.get("eventType"), detail.get("mail")
    if not isinstance(kind, str) or not isinstance(mail, dict):
        raise Unreadable("a sending event without eventType and mail")
    message_id = mail.get("messageId")
    tags = mail.get("tags")
    if not isinstance(message_id, str) or not message_id:
        raise Unreadable(f"{kind}: a mail without an id")
    if kind not in KNOWN:
        measure("track_email", "SilentEvents" if kind in SILENT else "UnknownEvents")
        return []
    send_id, lead_id = _tag(tags, "send_id"), _tag(tags, "lead_id")
    if not send_id or not lead_id:
        # Another sender of this account.
        return []
    part = detail.get(_PART.get(kind, ""), {})
    part = part if isinstance(part, dict) else {}
    # The event's own words: EventBridge gives each copy a new id. The part's time tells two opens apart.
    moment = part.get("timestamp") or mail.get("timestamp") or ""
    link = part.get("link", "") if kind == "Click" else ""
    identity = digest("ses", message_id, kind, send_id, moment, link)
    event = SesEvent(
        kind=kind,
        message_id=message_id,
        send_id=send_id,
        lead_id=lead_id,
        hard=kind == "Bounce" and part.get("bounceType") == "Permanent",
        reason=_reason(kind, part),
        at=_moment(part.get("timestamp")),
        touch=_touch(kind, part, mail) if kind in _TOUCHES else None,
        touch_id=identity,
    )
    return [Raw(identity, event)]


def handle(raw: Raw, deps: Deps) -> Outcome:
    """Tell what happened to the mail, and settle its send where that is still open."""
    event: SesEvent = raw.body
    send = sends.get(deps.table, event.lead_id, event.send_id)
    if send is None:
        # The lead was erased: there is nobody left to tell it of.
        logger().info("an event of a mail that is not known", extra={"send_id": event.send_id})
        return NOTHING
    writes: list[Write] = []
    events: list[EventData] = []
    blame = standing.blame_of(event.kind, event.hard, event.reason)
    counted, paused = standing.blamed(send, blame, deps)
    noted: dict[str, object] = {blame: True} if counted else {}
    if event.kind == "Delivery" and send.tracked and not send.delivered_at and event.at:
        noted["delivered_at"] = keys.stamp(event.at)
    if send.state in _UNTOLD:
        writes += sends.record(send, event.message_id, deps.clock.now(), noted)
        events.append(_sent(send, event.message_id))
    elif event.message_id != send.message_id:
        writes += _named(event, send, noted)
    elif noted:
        writes.append(sends.note(send, noted))
    told, closed = _told(event, send, deps)
    if not writes and not closed and not told:
        return NOTHING
    return Outcome(
        writes=(*writes, *counted, *closed),
        events=(*events, *told, *paused),
        correlation_id=send.correlation_id or None,
    )


def _named(event: SesEvent, send: Send, noted: Mapping[str, object]) -> tuple[Write, ...]:
    """What SES calls the mail, where the row does not know it by that id."""
    from store import doubts  # a mail has another id only after a person has settled it

    if send.state == sends.SENT and not send.message_id:
        return doubts.named(send, event.message_id, noted)
    measure("track_email", "StrayMails")
    logger().error("a second mail of one send", extra={"send_id": send.send_id})
    notes = (sends.note(send, noted),) if noted else ()
    return (doubts.stray(send, event.message_id), *notes)


def _told(event: SesEvent, send: Send, deps: Deps) -> tuple[list[EventData], tuple[Write, ...]]:
    """What is said of the event, and what it suppresses."""
    about = {
        "lead_id": send.lead_id,
        "campaign_id": send.campaign_id,
        "send_id": send.send_id,
        "contact_id": send.contact_id,
    }
    address = Gate(Scope.ADDRESS, send.contact_id)
    match event.kind:
        case "Delivery":
            return [EmailDelivered(**about)], ()
        case "Open" | "Click" if send.erased_at:
            # Who reads, where and with what, was erased: a replay does not bring it back.
            return [], ()
        case "Open" | "Click":
            judgement, kept = _judged(event, send, deps)
            by: Literal["person", "machine"] = "machine" if judgement.is_machine else "person"
            if event.kind == "Open":
                return [EmailOpened(**about, machine=judgement.machine, by=by)], kept
            return [EmailClicked(**about, machine=judgement.machine, by=by)], kept
        case "Reject":
            # Taken, then thrown away (a virus): nobody got it, and the address is not to blame.
            return [EmailBounced(**about, kind="soft", reason="ses_rejected")], ()
        case "Bounce":
            told: EventData = EmailBounced(
                **about, kind="hard" if event.hard else "soft", reason=event.reason
            )
            if not event.hard:
                return [told], ()
            return _with_suppression(told, send, [address], "bounce", deps)
        case "Complaint":
            person = Gate(Scope.PERSON, send.person)
            return _with_suppression(EmailComplained(**about), send, [address, person], "complaint", deps)
    return [], ()


def _judged(event: SesEvent, send: Send, deps: Deps) -> tuple[Judgement, tuple[Write, ...]]:
    """Whether a machine did it, judged beside the other touches of the mail, which are judged anew."""
    if event.touch is None:
        raise ValueError(f"a {event.kind} is no touch")
    now = deps.clock.now()
    # Told of since, perhaps: the waits of earlier touches are counted from it too.
    delivered = _moment(send.delivered_at)
    touch = replace(event.touch, delivered_at=delivered)
    before = [
        replace(kept, touch=replace(kept.touch, delivered_at=delivered))
        for kept in touches.of_send(deps.table, send.lead_id, send.send_id)
        if kept.touch_id != event.touch_id
    ]
    every = [touch, *(kept.touch for kept in before)]
    judgement = judge(touch, every)
    writes = [
        touches.keep(
            send.lead_id, Kept(event.touch_id, send.send_id, send.campaign_id, touch, judgement), now
        )
    ]
    for kept in before[:_MOST_JUDGED_ANEW]:
        anew = judge(kept.touch, every)
        if anew != kept.judgement:
            writes.append(touches.keep(send.lead_id, replace(kept, judgement=anew), now))
    return judgement, tuple(writes)


def _with_suppression(
    told: EventData, send: Send, gates: list[Gate], reason: str, deps: Deps
) -> tuple[list[EventData], tuple[Write, ...]]:
    entry = Entry(reason, "ses", send.lead_id, send.campaign_id, send.contact_id)
    closed = suppression.suppress(deps.table, gates, entry, deps.clock.now())
    if not closed:
        return [told], ()
    said = RecipientSuppressed(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        contact_id=send.contact_id,
        scope="person" if len(gates) > 1 else "address",
        reason="complaint" if reason == "complaint" else "bounce",
        origin="ses",
    )
    return [told, said], closed


def _sent(send: Send, message_id: str) -> EmailSent:
    return EmailSent(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        step=send.step,
        send_id=send.send_id,
        contact_id=send.contact_id,
        message_id=message_id,
        variant=send.variant or None,
    )


def _touch(kind: str, part: dict[str, Any], mail: dict[str, Any]) -> Touch:
    """An open or a click in SES's words. A time that cannot be read is the mail's own."""
    mailed = _moment(mail.get("timestamp")) or datetime.fromtimestamp(0, UTC)
    return Touch(
        kind=_TOUCHES[kind],
        at=_moment(part.get("timestamp")) or mailed,
        mailed_at=mailed,
        link=str(part.get("link") or "") if kind == "Click" else "",
        address=str(part.get("ipAddress") or ""),
        user_agent=str(part.get("userAgent") or ""),
    )


def _moment(value: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read is None or read.tzinfo else read.replace(tzinfo=UTC)


def _tag(tags: object, name: str) -> str:
    """The value of one of our tags: SES gives each as a list."""
    value = tags.get(name) if isinstance(tags, dict) else None
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) and re.fullmatch(r"[0-9a-f]{32}", first) else ""


def _reason(kind: str, part: dict[str, Any]) -> str:
    """A word for what SES calls the matter: ``mailboxfull``, ``general``, ``abuse``."""
    if kind == "Bounce":
        text = str(part.get("bounceSubType") or part.get("bounceType") or "")
    else:
        text = str(part.get("complaintFeedbackType") or part.get("complaintSubType") or "")
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60] or "unknown"


lambda_handler = consumer("track_email", (), handle, parse_raw=parse)

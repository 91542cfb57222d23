"""An answer that a newer version reads otherwise: what follows from it now.

Only towards caution by itself: who is now seen to want no mail is suppressed at once; who is now seen to be
warm waits for a person, and nobody is called. What was stopped or suppressed before stays so.
"""

from __future__ import annotations

from events.base import EventData
from events.reply_classified import ReplyClassified
from events.rereading_requested import RereadingRequested
from inbox.consequences import flag, suppressed
from inbox.second_reading import Model, Stands, read_again
from replies.record import of_event
from replies.refusals import refusals
from replies.verdict import Label
from runtime.outcome import NOTHING, Outcome
from runtime.telemetry import logger
from runtime.wiring import Deps
from store import enrolments, mail, sends


def reread(data: RereadingRequested, deps: Deps) -> Outcome:
    """Read one answer again, and do what follows from a change."""
    row = mail.get(deps.table, data.lead_id, data.reply_id)
    send = sends.get(deps.table, data.lead_id, row["send_id"]) if row else None
    if row is None or send is None:
        return NOTHING
    try:
        content = deps.mail.get(row["key"])
    except KeyError:
        return _stands(data, Stands.GONE)
    stored = enrolments.get(deps.table, send.lead_id, send.campaign_id)
    model = Model(deps.settings.classify_model, deps.bedrock.converse) if data.ask else None
    country = stored.enrolment.country if stored else None
    reading = read_again(row, send, content, country=country or None, model=model)
    if isinstance(reading, Stands):
        return _stands(data, reading)
    if not reading.changes:
        return NOTHING
    answer, review = reading.answer, bool(reading.row["needs_review"])
    found = refusals(answer.verdict, send.contact_id, send.person, deps.keys.pepper)
    closed, told = suppressed(found, "reply", send, deps)
    events: list[EventData] = [
        ReplyClassified(
            **answer.ids,
            **of_event(answer.verdict),
            label=answer.label.value,
            needs_review=review,
            contact_id=send.contact_id,
            send_id=send.send_id,
        ),
        *told,
    ]
    if answer.label is Label.WARM and not row.get("flagged"):
        events.append(flag(answer.ids, review))
    return Outcome(
        writes=(*mail.reread(row, reading.row, deps.clock.now()), *closed),
        events=tuple(events),
        correlation_id=send.correlation_id or None,
    )


def _stands(data: RereadingRequested, why: Stands) -> Outcome:
    logger().info("not read again", extra={"reply_id": data.reply_id, "reason": why.name.lower()})
    return NOTHING

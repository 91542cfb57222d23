"""What people decide about an answer, with the consequences that it would have had by itself."""

from __future__ import annotations

from typing import Any

from events.base import EventData
from events.reply_attached import ReplyAttached
from events.reply_classified import ReplyClassified
from events.reply_reviewed import ReplyReviewed
from inbox.answer import Answer
from inbox.consequences import flag, suppressed
from inbox.judging import judge
from replies.message import parse
from replies.refusals import opt_out
from replies.verdict import Label, decide
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.wiring import Deps
from store import consents, mail, sends
from store.consents import Consent
from store.conversations import Match
from store.writes import Write


def attach(data: ReplyAttached, deps: Deps) -> Outcome:
    """Read an unmatched message again, in the conversation that somebody chose for it."""
    filed = mail.state_of(deps.table, data.reply_id)
    if filed is None or filed["state"] != mail.UNMATCHED:
        return NOTHING
    send = sends.get(deps.table, data.lead_id, data.send_id)
    if send is None:
        raise Unreadable("there is no such mail to attach the message to")
    try:
        message = parse(deps.mail.get(filed["key"]))
    except KeyError as gone:
        raise Unreadable("the message is no longer in the bucket") from gone
    match = Match(send, "person")
    return judge(Answer(data.reply_id, filed["key"], message, decide(message), match, attached=True), deps)


def review(data: ReplyReviewed, deps: Deps) -> Outcome:
    """Do what follows from what a person said of an answer, as if it had been clear from the start."""
    row = mail.get(deps.table, data.lead_id, data.reply_id)
    send = sends.get(deps.table, data.lead_id, row["send_id"]) if row else None
    if row is None or send is None or not row.get("needs_review"):
        return NOTHING
    now = deps.clock.now()
    ids: dict[str, Any] = {
        "lead_id": send.lead_id,
        "campaign_id": send.campaign_id,
        "reply_id": data.reply_id,
    }
    warm = data.label == Label.WARM
    writes: list[Write] = [mail.review(row, data.label, now)]
    events: list[EventData] = [
        ReplyClassified(
            **ids,
            label=data.label,
            confidence=1,
            decided_by="person",
            wants_call=warm and data.wants_call,
            phone_given=bool(row.get("phone")),
            needs_review=False,
            contact_id=send.contact_id,
            send_id=send.send_id,
        )
    ]
    if data.label == Label.UNSUBSCRIBE:
        found = opt_out(send.contact_id, send.person, row.get("from_address", ""), deps.keys.pepper)
        closed, told = suppressed(found, "reply", send, deps)
        writes += closed
        events += told
    if warm and data.wants_call:
        words = Consent(
            text=row.get("visible", "")[:1000],
            version=row["rules_version"],
            phone=row.get("phone", ""),
            origin="reply",
            cause=data.reply_id,
        )
        writes += consents.record(send.lead_id, send.contact_id, words, now)
    if warm and not row.get("flagged"):
        events.append(flag(ids, needs_review=False))
    return Outcome(writes=tuple(writes), events=tuple(events), correlation_id=send.correlation_id or None)

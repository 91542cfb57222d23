"""What follows from a message: its state, the answer under its lead, suppression, consent, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from events.base import EventData
from events.reply_classified import ReplyClassified
from inbox.answer import Answer, Stored
from outreach import threads
from outreach.suppression import Gate
from replies.message import Message
from replies.record import of_event, of_words
from replies.refusals import Refusal, of_writer, refusals
from replies.verdict import Label, Verdict
from runtime.outcome import Outcome
from runtime.telemetry import logger
from runtime.wiring import Deps
from store import mail, suppression
from store.conversations import Guess
from store.sends import Send
from store.suppression import Entry
from store.writes import Write

_LONG_ENOUGH = 12  # characters that make a Message-ID's local part unlikely to be somebody else's too


def unreadable(identity: str, stored: Stored, reason: str, deps: Deps) -> Outcome:
    from events.reply_unmatched import ReplyUnmatched

    about = {"key": stored.key, "size": stored.size, "reason": reason}
    return Outcome(
        writes=(mail.file(identity, mail.UNREADABLE, about, deps.clock.now()),),
        events=(ReplyUnmatched(reply_id=identity, reason="unreadable"),),
    )


def unmatched(
    identity: str, stored: Stored, message: Message, verdict: Verdict, guess: Guess, deps: Deps
) -> Outcome:
    """No conversation: kept and shown. Who asks to be left alone is left alone all the same."""
    from events.reply_unmatched import ReplyUnmatched

    about = {
        "key": stored.key,
        "size": stored.size,
        "reason": "no_thread",
        "label": verdict.label.value if verdict.label else None,
        "rule": verdict.rule,
        "candidates": [candidate._asdict() for candidate in guess.candidates] or None,
    }
    now = deps.clock.now()
    closed: list[Write] = []
    for refusal in of_writer(verdict, deps.keys.pepper):
        entry = Entry(refusal.reason, _origin(verdict), contact_id=refusal.contact_id)
        closed += suppression.suppress(deps.table, refusal.gates, entry, now)
    return Outcome(
        writes=(mail.file(identity, mail.UNMATCHED, about | of_words(message, verdict), now), *closed),
        events=(ReplyUnmatched(reply_id=identity, reason="no_thread"),),
    )


def answered(answer: Answer, deps: Deps) -> Outcome:
    """The answer under its lead, what it forbids or allows, and what is said of it."""
    from events.reply_received import ReplyReceived

    now = deps.clock.now()
    send, label, verdict, ids = answer.match.send, answer.label, answer.verdict, answer.ids
    about = {
        "key": answer.key,
        "size": answer.message.size,
        "label": label.value,
        "lead_id": send.lead_id,
        "campaign_id": send.campaign_id,
        "send_id": send.send_id,
    }
    state = mail.state_for(label)
    write = mail.attach if answer.attached else mail.file
    found = refusals(verdict, send.contact_id, send.person, deps.keys.pepper)
    closed, told = suppressed(found, _origin(verdict), send, deps)
    writes: list[Write] = [
        write(answer.reply_id, state, about, now),
        mail.answer(send.lead_id, answer.reply_id, answer.row(), now, review=answer.needs_review),
        *answer.arrived,
        *closed,
        *_pointer(answer, deps),
    ]
    asked = answer.call_asked
    if asked is not None:
        from store import consents

        words = consents.Consent(
            text=verdict.visible.text[:1000],
            version=verdict.version,
            phone=(asked.phone.e164 or "") if asked.phone else "",
            origin="reply",
            cause=answer.reply_id,
        )
        writes += consents.record(send.lead_id, send.contact_id, words, now)
    events: list[EventData] = [
        ReplyReceived(**ids, matched_by=answer.match.by, send_id=send.send_id, contact_id=send.contact_id),
        ReplyClassified(
            **ids,
            **of_event(verdict),
            label=label.value,
            needs_review=answer.needs_review,
            contact_id=send.contact_id,
            send_id=send.send_id,
        ),
        *told,
    ]
    if label is Label.WARM:
        events.append(flag(ids, answer.needs_review))
    logger().info("answer classified", extra=ids | {"label": label.value})
    return Outcome(writes=tuple(writes), events=tuple(events), correlation_id=send.correlation_id or None)


def flag(ids: dict[str, Any], needs_review: bool) -> EventData:
    from events.reply_flagged import ReplyFlagged

    return ReplyFlagged(**ids, needs_review=needs_review)


def _pointer(answer: Answer, deps: Deps) -> tuple[Write, ...]:
    """Let an answer to this answer find the same conversation. Only what was proven proves another."""
    local = answer.message.message_id.partition("@")[0]
    if not _LONG_ENOUGH <= len(local) <= 200 or answer.verdict.report is not None:
        return ()
    if not threads.proves(answer.match.by) or mail.is_pointed(deps.table, local):
        return ()
    return (mail.point(local, answer.reply_id, answer.match.send.lead_id, answer.match.send.send_id),)


def suppressed(
    found: Sequence[Refusal], origin: Literal["mail", "reply"], send: Send, deps: Deps
) -> tuple[tuple[Write, ...], tuple[EventData, ...]]:
    """The entries that refusals make, and an event for each person whose entry is new."""
    writes: dict[Gate, Write] = {}
    told: list[EventData] = []
    for refusal in found:
        from events.recipient_suppressed import RecipientSuppressed

        entry = Entry(refusal.reason, origin, send.lead_id, send.campaign_id, refusal.contact_id)
        gates = [gate for gate in refusal.gates if gate not in writes]
        closed = suppression.suppress(deps.table, gates, entry, deps.clock.now())
        if not closed:
            continue
        known = {(put.attributes["scope"], put.attributes["hashed"]): put for put in closed}
        writes |= {g: known[g.scope.value, g.hashed] for g in gates if (g.scope.value, g.hashed) in known}
        told.append(
            RecipientSuppressed(
                lead_id=send.lead_id,
                campaign_id=send.campaign_id,
                contact_id=refusal.contact_id,
                scope=refusal.scope,
                reason=refusal.reason,
                origin=origin,
            )
        )
    return tuple(writes.values()), tuple(told)


def _origin(verdict: Verdict) -> Literal["mail", "reply"]:
    """Through which door: mail to an unsubscribe address and reports, or somebody's own words."""
    return "mail" if verdict.thread.unsubscribes or verdict.report is not None else "reply"

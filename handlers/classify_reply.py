"""Read one object of the mail bucket, find its conversation, and say what it means.

Every object ends in one terminal state (``store.mail``), committed in one transaction with what follows from
it: the answer under its lead, suppression, consent, events. Rules that are certain decide first; only what is
left of a person's own words is shown to a model, and when that has no usable answer the offline model
decides. Whatever a model says, it suppresses nobody, dials nobody and chooses no address or number.

Thin today: an answer that finds its conversation by sender alone takes the newest mail to that address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from adapters.bedrock import ModelUnavailable
from adapters.mail_bucket import INBOUND, TooLarge
from events.base import EventData
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from events.reply_received import ReplyReceived
from events.reply_unmatched import ReplyUnmatched
from events.vocabulary import MatchedBy
from outreach import tokens
from outreach.ids import contact_id, digest, reply_id
from outreach.suppression import Gate
from replies.message import Message, parse
from replies.record import of_verdict, of_words
from replies.refusals import of_writer, refusals
from replies.thread import Thread
from replies.verdict import Label, Verdict, decide, with_intent
from runtime.consume import Raw, consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from store import consents, drafts, enrolments, mail, sends, suppression
from store.consents import Consent
from store.sends import Send
from store.suppression import Entry
from store.writes import Write

NAME = "classify_reply"
DETAIL_TYPE = "Object Created"
_MOST_IDS = 20  # of a References header that are looked up
_LONG_ENOUGH = 12  # characters that make a Message-ID's local part unlikely to be somebody else's too

_STATES = {
    Label.BOUNCED: mail.BOUNCE,
    Label.COMPLAINT: mail.COMPLAINT,
    Label.AUTO_REPLY: mail.AUTOMATIC,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """An object of the mail bucket: its key, its size in bytes."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Match:
    """The conversation that a message belongs to, and how it was found."""

    send: Send
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class Answer:
    """One message with all that was found out about it. ``model`` names what gave the intent."""

    reply_id: str
    key: str
    message: Message
    verdict: Verdict
    match: Match
    model: str | None = None

    @property
    def label(self) -> Label:
        if self.verdict.label is None:
            raise ValueError("an answer is only made of a completed verdict")
        return self.verdict.label


def read_notification(document: dict[str, Any]) -> Sequence[Raw]:
    """Understand S3's notification; none for objects that are no incoming mail."""
    detail = document.get("detail")
    if document.get("detail-type") != DETAIL_TYPE or not isinstance(detail, dict):
        raise Unreadable(f"no {DETAIL_TYPE}")
    stored = detail.get("object")
    key = stored.get("key") if isinstance(stored, dict) else None
    if not isinstance(stored, dict) or not isinstance(key, str) or not key:
        raise Unreadable(f"{DETAIL_TYPE} without a key")
    if not key.startswith(INBOUND):
        return []
    size = stored.get("size")
    return [Raw(digest("mail", key), Stored(key, size if isinstance(size, int) else 0))]


def handle(raw: Raw, deps: Deps) -> Outcome:
    """Bring one object to its terminal state."""
    stored: Stored = raw.body
    identity = reply_id(stored.key)
    if mail.state_of(deps.table, identity) is not None:
        return NOTHING
    try:
        content = deps.mail.get(stored.key)
    except KeyError:
        return _unreadable(identity, stored, "gone", deps)
    except TooLarge:
        return _unreadable(identity, stored, "too_large", deps)
    message = parse(content)
    verdict = decide(message)
    if not verdict.readable:
        return _unreadable(identity, stored, "no_mail", deps)
    fingerprint = _fingerprint(message, verdict.thread, content)
    first = mail.first_arrival(deps.table, fingerprint)
    if first is not None:
        about = {"key": stored.key, "duplicate_of": first}
        return Outcome(writes=(mail.file(identity, mail.DUPLICATE, about, deps.clock.now()),))
    arrived = mail.remember(fingerprint, identity)
    match = _match(verdict, deps)
    if match is None:
        outcome = _unmatched(identity, stored, message, verdict, deps)
    else:
        answer = _complete(Answer(identity, stored.key, message, verdict, match), deps)
        outcome = _answered(answer, deps)
    return replace(outcome, writes=(*outcome.writes, arrived))


def _fingerprint(message: Message, thread: Thread, content: bytes) -> str:
    """What makes a message the same although it was stored, or relayed, twice.

    Hosts add headers on the way, so only the body counts beside the id. A copy to an unsubscribe address is
    another message: it says something that the first did not.
    """
    body = content.partition(b"\r\n\r\n")[2] or content.partition(b"\n\n")[2]
    identity = message.message_id or f"{thread.sender} {message.header('date')} {message.subject}"
    return digest("body", identity, sha256(body).hexdigest(), thread.unsubscribes)


# Which conversation ------------------------------------------------------------------------------------


def _match(verdict: Verdict, deps: Deps) -> Match | None:
    """Signed token, then the ids that it answers, then sender and subject."""
    thread = verdict.thread
    for token in thread.tokens:
        read = tokens.verify(token.value, deps.keys.token)
        if read is None or not _is_for(token.kind, read[0]):
            continue
        subject = tokens.split_subject(read[1])
        send = sends.by_prefix(deps.table, subject.lead_id, subject.send_prefix)
        if send is not None:
            return Match(send, "token")
    for message_id in thread.message_ids[:_MOST_IDS]:
        send = sends.by_message_id(deps.table, message_id)
        if send is not None:
            return Match(send, "header")
    return _by_sender(verdict, deps)


def _is_for(place: str, kind: tokens.TokenKind) -> bool:
    """A token counts only where it was made for; a returned copy of our mail shows both kinds."""
    if place == "copy":
        return True
    return kind is (tokens.TokenKind.UNSUBSCRIBE if place == "unsub" else tokens.TokenKind.REPLY)


def _by_sender(verdict: Verdict, deps: Deps) -> Match | None:
    """The newest mail to the address that writes now, or that a report is about; a like subject wins."""
    report = verdict.report
    writers = [failure.recipient for failure in report.failures] if report else [verdict.thread.sender]
    found: list[Send] = []
    for address in writers:
        if not address:
            continue
        contact = contact_id(address, deps.keys.pepper)
        for lead_id in mail.leads_of(deps.table, contact):
            for stored in enrolments.of_lead(deps.table, lead_id):
                sent = sends.of_campaign(deps.table, lead_id, stored.enrolment.campaign_id)
                found += [send for send in sent if send.contact_id == contact]
    if not found:
        return None
    newest = sorted(found, key=lambda send: send.claimed_at, reverse=True)
    subject = verdict.thread.subject
    alike = [send for send in newest if subject and _subject_of(send, deps) == subject]
    return Match((alike or newest)[0], "sender")


def _subject_of(send: Send, deps: Deps) -> str:
    draft = drafts.get(deps.table, send.lead_id, send.send_id)
    return draft.subject.strip().lower() if draft else ""


# What it says ------------------------------------------------------------------------------------------


def _complete(answer: Answer, deps: Deps) -> Answer:
    """Let a model judge the words that no rule has decided; offline when it has no usable answer."""
    verdict = answer.verdict
    if not verdict.undecided:
        return answer
    from replies import intent, intent_prompt  # for the answers that no rule decides

    said = verdict.visible.text or answer.message.subject
    region = _country(answer.match.send, deps)
    model_id = deps.settings.classify_model
    try:
        response = deps.bedrock.converse(intent_prompt.request(said, model_id))
        found = intent_prompt.read(dict(response), said, region)
        model = f"{model_id} {intent_prompt.PROMPT_VERSION}"
    except (ModelUnavailable, intent_prompt.BadAnswer) as trouble:
        reason = trouble.reason if isinstance(trouble, ModelUnavailable) else "model_bad_answer"
        logger().warning("the offline model decides", extra={"reply_id": answer.reply_id, "reason": reason})
        measure(NAME, "OfflineDecisions")
        found = intent.classify(said, region=region)
        model = intent.model_version()
    return replace(answer, verdict=with_intent(verdict, found), model=model)


def _country(send: Send, deps: Deps) -> str | None:
    """The lead's country, to read a telephone number that is written without its country code."""
    stored = enrolments.get(deps.table, send.lead_id, send.campaign_id)
    return stored.enrolment.country or None if stored else None


# What follows ------------------------------------------------------------------------------------------


def _unreadable(identity: str, stored: Stored, reason: str, deps: Deps) -> Outcome:
    about = {"key": stored.key, "size": stored.size, "reason": reason}
    return Outcome(
        writes=(mail.file(identity, mail.UNREADABLE, about, deps.clock.now()),),
        events=(ReplyUnmatched(reply_id=identity, reason="unreadable"),),
    )


def _unmatched(identity: str, stored: Stored, message: Message, verdict: Verdict, deps: Deps) -> Outcome:
    """No conversation: kept and shown. Who asks to be left alone is left alone all the same."""
    about = {
        "key": stored.key,
        "size": stored.size,
        "reason": "no_thread",
        "label": verdict.label.value if verdict.label else None,
        "rule": verdict.rule,
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


def _answered(answer: Answer, deps: Deps) -> Outcome:
    """The answer under its lead, what it forbids or allows, and what is said of it."""
    now = deps.clock.now()
    send, label = answer.match.send, answer.label
    state = _STATES.get(label, mail.CLASSIFIED)
    about = {
        "key": answer.key,
        "size": answer.message.size,
        "label": label.value,
        "lead_id": send.lead_id,
        "campaign_id": send.campaign_id,
        "send_id": send.send_id,
    }
    closed, told = _suppressed(answer, deps)
    writes: list[Write] = [
        mail.file(answer.reply_id, state, about, now),
        mail.answer(send.lead_id, answer.reply_id, _row(answer), now, review=answer.verdict.needs_review),
        *closed,
        *_pointer(answer, deps),
    ]
    if _may_be_called(answer):
        found = answer.verdict.intent
        writes.append(
            consents.record(
                send.lead_id,
                send.contact_id,
                Consent(
                    text=answer.verdict.visible.text[:1000],
                    version=answer.verdict.version,
                    phone=(found.phone.e164 or "") if found and found.phone else "",
                    origin="reply",
                    cause=answer.reply_id,
                ),
                now,
            )
        )
    logger().info(
        "answer classified",
        extra={"reply_id": answer.reply_id, "lead_id": send.lead_id, "label": label.value},
    )
    return Outcome(
        writes=tuple(writes),
        events=(_received(answer), _classified(answer), *told),
        correlation_id=send.correlation_id or None,
    )


def _may_be_called(answer: Answer) -> bool:
    """Whether the writer's own words ask for a call, beyond doubt: the record that a call needs."""
    found = answer.verdict.intent
    return (
        answer.label is Label.WARM
        and found is not None
        and found.wants_call
        and not answer.verdict.needs_review
    )


def _pointer(answer: Answer, deps: Deps) -> tuple[Write, ...]:
    """Let an answer to this answer find the same conversation."""
    local = answer.message.message_id.partition("@")[0]
    if not _LONG_ENOUGH <= len(local) <= 200 or answer.verdict.report is not None:
        return ()
    if mail.is_pointed(deps.table, local):
        return ()
    return (mail.point(local, answer.reply_id, answer.match.send.lead_id, answer.match.send.send_id),)


# Suppression -------------------------------------------------------------------------------------------


def _suppressed(answer: Answer, deps: Deps) -> tuple[tuple[Write, ...], tuple[EventData, ...]]:
    """The entries that a message makes, and an event for each person whose entry is new."""
    send = answer.match.send
    writes: dict[Gate, Write] = {}
    told: list[EventData] = []
    origin = _origin(answer.verdict)
    for refusal in refusals(answer.verdict, send.contact_id, send.person, deps.keys.pepper):
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


# Rows and events ---------------------------------------------------------------------------------------


def _row(answer: Answer) -> dict[str, Any]:
    send = answer.match.send
    about = {
        "key": answer.key,
        "campaign_id": send.campaign_id,
        "send_id": send.send_id,
        "contact_id": send.contact_id,
        "matched_by": answer.match.by,
        "model": answer.model,
    }
    return about | of_words(answer.message, answer.verdict) | of_verdict(answer.verdict)


def _received(answer: Answer) -> ReplyReceived:
    send = answer.match.send
    return ReplyReceived(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        reply_id=answer.reply_id,
        matched_by=answer.match.by,
        send_id=send.send_id,
        contact_id=send.contact_id,
    )


def _classified(answer: Answer) -> ReplyClassified:
    verdict, send = answer.verdict, answer.match.send
    found, automatic = verdict.intent, verdict.auto_reply
    return ReplyClassified(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        reply_id=answer.reply_id,
        label=answer.label.value,
        confidence=verdict.confidence,
        decided_by="model" if verdict.decided_by == "model" else "rule",
        wants_call=bool(found and found.wants_call),
        phone_given=bool(found and found.phone),
        needs_review=verdict.needs_review,
        facet=found.facet.value if found else None,
        rule=re.sub(r"[^a-z0-9_.-]", "_", verdict.rule)[:64] if verdict.rule else None,
        contact_id=send.contact_id,
        send_id=send.send_id,
        returns_on=automatic.returns_on if automatic else None,
    )


lambda_handler = consumer(NAME, (), handle, parse_raw=read_notification)

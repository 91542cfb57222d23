"""Count what each mail came to for the variant it was, and stop the variants that drive people away.

A mail counts once, as the gravest thing that came of it; what comes later or is decided anew moves the counts
by the difference. The order of the events makes none: an answer counts as its row says it is now, and a mail
is counted when the first event of it comes, whichever that is. Counting, and stopping where that follows, are
one transaction with the event's marker. What mails are divided by is worked out where they are written
(``store.variants.in_force``).
"""

from __future__ import annotations

from typing import Any

from events.base import Event
from events.email_complained import EmailComplained
from events.email_sent import EmailSent
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from events.variant_stopped import VariantStopped
from outreach import variants as rules
from outreach.variants import Evidence, Tally
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome
from runtime.telemetry import measure
from runtime.wiring import Deps
from store import campaigns, drafts, keys, mail, sends, variants
from store.drafts import Draft
from store.sends import Send
from store.variants import Stop

NAME = "weigh_variants"
CONSUMES = (EmailSent, ReplyClassified, EmailComplained, RecipientSuppressed)

_OWN_WORDLESS = frozenset({"one_click", "page"})
"""The doors of an unsubscribe that no answer tells of too."""
_TELLING = frozenset({"WARM", "UNSUBSCRIBE", "COMPLAINT"})


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Count the mail that the event is about, if it was a variant of its step."""
    data = event.data
    if isinstance(data, EmailSent) and data.variant is None:
        return NOTHING
    send = _send(data, deps)
    draft = drafts.get(deps.table, send.lead_id, send.send_id) if send else None
    if send is None or draft is None or not draft.arm:
        return NOTHING
    known = variants.outcome(deps.table, send.lead_id, send.send_id)
    before = known.evidence if known else Evidence()
    after = _with(before, data, deps)
    if known is not None and after == before:
        return NOTHING
    if known is None and after == before and not isinstance(data, EmailSent):
        return NOTHING
    day = known.day if known else (send.sent_at or send.claimed_at)[:10]
    writes = variants.count(
        send.lead_id, send.campaign_id, send.step, send.send_id, draft.arm, known, after, day
    )
    counted = Outcome(writes=writes)
    moved = variants.moves(known.evidence.result if known else None, after.result)
    if {"unsubscribed", "complained"} & set(moved):
        return _harmed(counted, draft, moved, deps)
    return counted


def _send(data: Any, deps: Deps) -> Send | None:
    """The mail that an event is about; of an unsubscribe that names none, the last to that address."""
    if isinstance(data, RecipientSuppressed):
        if data.reason != "unsubscribe" or data.origin not in _OWN_WORDLESS:
            return None
        if data.send_id is not None:
            return sends.get(deps.table, data.lead_id, data.send_id)
        went = [
            send
            for send in sends.of_campaign(deps.table, data.lead_id, data.campaign_id)
            if send.contact_id == data.contact_id and send.state in (sends.SENT, sends.SENDING)
        ]
        return went[-1] if went else None
    return sends.get(deps.table, data.lead_id, data.send_id) if data.send_id else None


def _with(evidence: Evidence, data: Any, deps: Deps) -> Evidence:
    """The evidence together with what an event tells."""
    match data:
        case EmailComplained():
            return evidence._replace(complained=True)
        case RecipientSuppressed():
            return evidence._replace(unsubscribed=True)
        case ReplyClassified():
            return _answered(evidence, data, deps)
    return evidence


def _answered(evidence: Evidence, data: ReplyClassified, deps: Deps) -> Evidence:
    """An answer counts as it is read now, by whomever; while a person must look at it, it counts as none."""
    row = mail.get(deps.table, data.lead_id, data.reply_id)
    if row is None:
        return evidence
    label = "" if row.get("needs_review") else str(row.get("label", ""))
    if label not in _TELLING and data.reply_id not in evidence.answers:
        return evidence
    return evidence._replace(answers={**evidence.answers, data.reply_id: label})


def _harmed(counted: Outcome, draft: Draft, moved: dict[str, int], deps: Deps) -> Outcome:
    """Note whom the variant drove away (or did not, after all), and stop it where that is too many."""
    known = variants.harm_of(deps.table, draft.campaign_id, draft.step, draft.arm)
    harm = known._replace(
        name=draft.variant,
        unsubscribed=known.unsubscribed + moved.get("unsubscribed", 0),
        complained=known.complained + moved.get("complained", 0),
    )
    gone = variants.sends_of(deps.table, draft.campaign_id, draft.step, draft.arm) + moved.get("sends", 0)
    reason = rules.stop_reason(Tally(gone, 0, harm.unsubscribed, harm.complained))
    if harm.stop is not None or not reason:
        write = variants.stand(draft.campaign_id, draft.step, draft.arm, known, harm)
        return Outcome(writes=(*counted.writes, write))
    measure(NAME, "Stopped")
    harm = harm._replace(stop=Stop(keys.stamp(deps.clock.now()), reason))
    told = VariantStopped(
        campaign_id=draft.campaign_id,
        step=draft.step,
        variant=draft.variant,
        reason="complaints" if reason == "complaints" else "unsubscribes",
        sends=gone,
        complained=harm.complained,
        unsubscribed=harm.unsubscribed,
        left=_left(draft, deps),
    )
    write = variants.stand(draft.campaign_id, draft.step, draft.arm, known, harm)
    return Outcome(writes=(*counted.writes, write), events=(told,))


def _left(draft: Draft, deps: Deps) -> int:
    """How many of the step's variants go on, in the campaign as it is now."""
    current = campaigns.current(deps.table, draft.campaign_id)
    step = current.campaign.step(draft.step) if current else None
    if step is None:
        return 0
    stopped = {
        arm
        for arm, harm in variants.harmed(deps.table, draft.campaign_id, draft.step).items()
        if harm.stop is not None
    }
    return len({arm.id for arm in rules.arms(step)} - stopped - {draft.arm})


lambda_handler = consumer(NAME, CONSUMES, handle)

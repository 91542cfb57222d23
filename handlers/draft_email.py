"""Write a mail from cited facts, by the model or by the plain template.

A step is drafted once: asked for again, after a deferral or a second delivery, the same draft goes on its
way. A step that is no longer wanted (answered, stopped, moved on, postponed) is dropped here without a word:
what made it so has been said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.bedrock import ModelUnavailable
from events.base import Event
from events.email_blocked import EmailBlocked
from events.email_drafted import EmailDrafted
from events.step_due import StepDue
from outreach.enrolment import Enrolment
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.wiring import Deps
from store import campaigns, drafts, enrolments, recipients, sends
from store.drafts import Draft
from templates import composing
from templates.composing import Blocked, Earlier, Unanswered, Written

CONSUMES = (StepDue,)


def handle(event: Event[StepDue], deps: Deps) -> Outcome:
    """Draft the step, unless it is drafted, sent or no longer wanted."""
    data = event.data
    stored = enrolments.get(deps.table, data.lead_id, data.campaign_id)
    if stored is None or not _wanted(stored.enrolment, data.step, deps):
        return NOTHING
    claimed = sends.get(deps.table, data.lead_id, data.send_id)
    if claimed is not None and claimed.state != sends.RELEASED:
        return NOTHING
    draft = drafts.get(deps.table, data.lead_id, data.send_id)
    if draft is not None:
        return Outcome(events=(_drafted(draft),))
    return _first(data, stored.enrolment, deps)


def _wanted(enrolment: Enrolment, step: int, deps: Deps) -> bool:
    moment = enrolment.not_before
    return (
        enrolment.waiting
        and enrolment.step == step
        and not enrolment.in_doubt
        and moment is not None
        and moment <= deps.clock.now() + enrolments.SKEW
    )


def _first(data: StepDue, enrolment: Enrolment, deps: Deps) -> Outcome:
    campaign = campaigns.version(deps.table, data.campaign_id, enrolment.campaign_version)
    if campaign is None:
        raise Unreadable(f"{data.campaign_id} has no version {enrolment.campaign_version}")
    profile = recipients.profile(deps.table, data.lead_id)
    contact_id = recipients.chosen(deps.table, data.lead_id)
    if profile is None or contact_id is None:
        return Outcome(events=(_blocked(data, "no_contact"),))
    if campaign.step(data.step) is None:
        return Outcome(events=(_blocked(data, "no_such_step"),))
    earlier = [
        Earlier(draft.subject, draft.paragraphs)
        for draft in drafts.of_campaign(deps.table, data.lead_id, data.campaign_id)
        if draft.step < data.step
    ]
    try:
        written = composing.write(
            campaign,
            data.step,
            profile,
            model=deps.settings.draft_model,
            ask=lambda request: _ask(request, deps),
            earlier=earlier,
        )
    except Blocked as blocked:
        return Outcome(events=(_blocked(data, blocked.reason),))
    draft = _draft(data, enrolment.campaign_version, contact_id, written)
    return Outcome(writes=(drafts.keep(draft, deps.clock.now()),), events=(_drafted(draft),))


def _ask(request: Mapping[str, Any], deps: Deps) -> Mapping[str, Any]:
    try:
        return deps.bedrock.converse(request)
    except ModelUnavailable as trouble:
        raise Unanswered(trouble.reason) from trouble


def _draft(data: StepDue, campaign_version: int, contact_id: str, written: Written) -> Draft:
    return Draft(
        send_id=data.send_id,
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        campaign_version=campaign_version,
        step=data.step,
        contact_id=contact_id,
        subject=written.subject,
        paragraphs=written.paragraphs,
        sentences=tuple({"text": s.text, "facts": list(s.facts)} for s in written.sentences),
        written_by=written.written_by.value,
        fallback_reason=written.fallback_reason,
        complaints=written.complaints,
    )


def _drafted(draft: Draft) -> EmailDrafted:
    return EmailDrafted(
        lead_id=draft.lead_id,
        campaign_id=draft.campaign_id,
        step=draft.step,
        send_id=draft.send_id,
        contact_id=draft.contact_id,
        written_by="model" if draft.written_by == "model" else "template",
        fallback_reason=draft.fallback_reason or None,
    )


def _blocked(data: StepDue, reason: str) -> EmailBlocked:
    return EmailBlocked(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        step=data.step,
        send_id=data.send_id,
        reason=reason,
    )


lambda_handler = consumer("draft_email", CONSUMES, handle)

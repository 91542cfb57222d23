"""Write a mail from cited facts, by the model or by the plain template.

A step is drafted once: asked for again, after a deferral or a second delivery, the same draft goes on its
way. A step that is no longer wanted (answered, stopped, moved on, postponed) is dropped here without a word:
what made it so has been said. Where the campaign wants approval, the draft waits for a person, who sends it
on its way or rejects it with ``beckon drafts``. A step with variants is written as the one that is drawn for
the send (``outreach.variants``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from adapters.bedrock import ModelUnavailable
from events.base import Event
from events.email_blocked import EmailBlocked
from events.email_drafted import EmailDrafted
from events.email_held import EmailHeld
from events.step_due import StepDue
from outreach.campaign import Approval, Campaign, Step
from outreach.enrolment import Enrolment
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.telemetry import measure
from runtime.wiring import Deps
from store import campaigns, drafts, enrolments, recipients, sends
from store.drafts import Draft

if TYPE_CHECKING:
    from outreach.profile import Profile
    from outreach.variants import Allocation, Arm
    from templates.composing import Written

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
    if draft is not None and not _stopped(draft, deps):
        return _again(draft, deps)
    return _write(event, stored.enrolment, draft, deps)


def _wanted(enrolment: Enrolment, step: int, deps: Deps) -> bool:
    moment = enrolment.not_before
    return (
        enrolment.waiting
        and enrolment.step == step
        and not enrolment.in_doubt
        and moment is not None
        and moment <= deps.clock.now() + enrolments.SKEW
    )


def _again(draft: Draft, deps: Deps) -> Outcome:
    """What becomes of a draft whose step is asked for once more."""
    if draft.sendable:
        return Outcome(events=(_drafted(draft),))
    if draft.state == drafts.WITHDRAWN:
        return Outcome(writes=(drafts.hold_again(draft, deps.clock.now()),), events=(_held(draft),))
    # It waits for a person, or one has rejected it: both have been said.
    return NOTHING


def _stopped(draft: Draft, deps: Deps) -> bool:
    """Whether a mail that has not gone yet is a variant that was stopped since: it is written anew."""
    if not draft.arm or draft.state == drafts.REJECTED:
        return False
    from store import variants

    return variants.harm_of(deps.table, draft.campaign_id, draft.step, draft.arm).stop is not None


def _write(event: Event[StepDue], enrolment: Enrolment, before: Draft | None, deps: Deps) -> Outcome:
    """Write the mail, in place of ``before`` where there is one."""
    # Whoever is asked for a step again (a cap, a closed window) has its draft, and writes nothing.
    from templates import composing

    data = event.data
    campaign = campaigns.version(deps.table, data.campaign_id, enrolment.campaign_version)
    if campaign is None:
        raise Unreadable(f"{data.campaign_id} has no version {enrolment.campaign_version}")
    campaign = campaign.seen_by(data.lead_id)
    profile = recipients.profile(deps.table, data.lead_id)
    contact_id = recipients.chosen(deps.table, data.lead_id)
    if profile is None or contact_id is None:
        return Outcome(events=(_blocked(data, "no_contact"),))
    step = campaign.step(data.step)
    if step is None:
        return Outcome(events=(_blocked(data, "no_such_step"),))
    several = bool(step.variants) and _in_own_language(campaign, step, profile)
    variant = _variant(campaign, data, deps) if several else None
    if several and variant is None:
        # Every way to write it drew too many complaints: told when each was stopped, and here for each mail.
        return Outcome(events=(_blocked(data, "variants_stopped"),))
    if variant is not None:
        campaign = variant.campaign
    earlier = [
        composing.Earlier(draft.subject, draft.paragraphs)
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
    except composing.Blocked as blocked:
        return Outcome(events=(_blocked(data, blocked.reason),))
    draft = _draft(data, enrolment.campaign_version, contact_id, written)
    draft = draft._replace(correlation_id=event.meta.correlation_id)
    if variant is not None:
        draft = draft._replace(
            variant=variant.arm.name, arm=variant.arm.id, allocation=variant.allocation.version
        )
    if campaign.approval is Approval.REQUIRED:
        draft = draft._replace(state=drafts.WAITING)
        measure("draft_email", "Held")
    told = _drafted(draft) if draft.sendable else _held(draft)
    return Outcome(writes=(drafts.keep(draft, deps.clock.now(), before),), events=(told,))


def _in_own_language(campaign: Campaign, step: Step, profile: Profile) -> bool:
    """Whether the mail is in the campaign's own language: its variants are words of that one, and a recipient
    of another gets the step as it was translated, which is no trial."""
    from outreach.wording import choose

    return choose(campaign.wording, profile, [step.template]) == campaign.wording.language


class _Drawn(NamedTuple):
    """The variant that a send is to be: by which allocation, and the campaign with the step written so."""

    arm: Arm
    allocation: Allocation
    campaign: Campaign


def _variant(campaign: Campaign, data: StepDue, deps: Deps) -> _Drawn | None:
    """Draw the send's variant; None when all of the step's are stopped."""
    # Most steps have no variants: their functions need not know how those are weighed.
    from outreach import variants as rules
    from store import variants

    allocation = variants.in_force(deps.table, campaign, data.step, deps.clock.now())
    if allocation is None:
        return None
    arm = allocation.arm_of(data.send_id)
    step = campaign.steps[data.step]
    steps = list(campaign.steps)
    steps[data.step] = step.written_as(rules.variant_of(step, arm.id))
    return _Drawn(arm, allocation, replace(campaign, steps=tuple(steps)))


def _ask(request: Mapping[str, Any], deps: Deps) -> Mapping[str, Any]:
    try:
        return deps.bedrock.converse(request)
    except ModelUnavailable as trouble:
        from templates.composing import Unanswered

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
    return EmailDrafted(**_about(draft))


def _held(draft: Draft) -> EmailHeld:
    return EmailHeld(**_about(draft))


def _about(draft: Draft) -> dict[str, Any]:
    return {
        "lead_id": draft.lead_id,
        "campaign_id": draft.campaign_id,
        "step": draft.step,
        "send_id": draft.send_id,
        "contact_id": draft.contact_id,
        "written_by": "model" if draft.written_by == "model" else "template",
        "fallback_reason": draft.fallback_reason or None,
        "variant": draft.variant or None,
    }


def _blocked(data: StepDue, reason: str) -> EmailBlocked:
    return EmailBlocked(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        step=data.step,
        send_id=data.send_id,
        reason=reason,
    )


lambda_handler = consumer("draft_email", CONSUMES, handle)

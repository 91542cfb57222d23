"""Turn a company's facts into fit and intent, with reasons, and hold them against the campaign's threshold.

Scored when the facts are new; and scored again when the company answers or a person there follows a link,
because that changes its intent. Scoring again selects nobody and lets nobody go: a company that is written to
stays so, whatever its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from events.base import Event, EventData
from events.email_clicked import EmailClicked
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_rescored import LeadRescored
from events.lead_scored import LeadScored
from events.reply_classified import ReplyClassified
from outreach.campaign import Campaign
from outreach.engagement import Touch
from outreach.profile import Profile
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.telemetry import measure
from runtime.wiring import Deps
from scoring.intent import Signal
from scoring.score import Score, score
from scoring.signals import answers, clicks
from scrapers.domains import registrable_domain
from store import campaigns, enrolments, leads, mail, recipients, touches
from store.writes import Write

CONSUMES = (LeadEnriched, ReplyClassified, EmailClicked)


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Score by the campaign's version that the lead was enrolled with."""
    data = event.data
    if isinstance(data, LeadEnriched):
        return _score(data, deps)
    if isinstance(data, EmailClicked) and data.by == "machine":
        return NOTHING
    return _score_again(data.lead_id, deps)


def _score(data: LeadEnriched, deps: Deps) -> Outcome:
    campaign = _campaign(data.lead_id, data.campaign_id, deps)
    profile = recipients.profile(deps.table, data.lead_id)
    if profile is None:
        return NOTHING  # erased since it was read
    if profile.domain in {registrable_domain(domain) or domain for domain in campaign.target.exclude}:
        refused = LeadRejected(
            lead_id=data.lead_id, campaign_id=data.campaign_id, reason="excluded", stage="score"
        )
        return Outcome(events=(refused,))
    now = deps.clock.now()
    result = score(profile, campaign.target, _signals(data.lead_id, deps), now)
    selected = result.reaches(campaign.threshold)
    attributes = _attributes(result, campaign, selected) | _note(profile, result, campaign, deps)
    saved = leads.score(data.lead_id, data.campaign_id, attributes, now)
    said = LeadScored(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        run_id=data.run_id,
        fit=result.fit,
        intent=result.intent,
        selected=selected,
    )
    return Outcome(writes=(saved,), events=(said,))


def _score_again(lead_id: str, deps: Deps) -> Outcome:
    """Every score of the lead: interest shown in one campaign is interest."""
    profile = recipients.profile(deps.table, lead_id)
    if profile is None:
        return NOTHING
    now = deps.clock.now()
    signals = list(_signals(lead_id, deps))
    writes: list[Write] = []
    events: list[EventData] = []
    for known in leads.scores(deps.table, lead_id):
        campaign = _campaign(lead_id, known["campaign_id"], deps)
        result = score(profile, campaign.target, signals, now)
        if (result.fit, result.intent) == (known["fit"], known["intent"]):
            continue
        kept = {name: known[name] for name in ("note", "note_by") if name in known}
        attributes = _attributes(result, campaign, bool(known["selected"])) | kept
        writes.append(leads.score(lead_id, campaign.id, attributes, now))
        events.append(
            LeadRescored(lead_id=lead_id, campaign_id=campaign.id, fit=result.fit, intent=result.intent)
        )
    return Outcome(writes=tuple(writes), events=tuple(events)) if writes else NOTHING


def _note(profile: Profile, result: Score, campaign: Campaign, deps: Deps) -> dict[str, str]:
    """A model's comment, where the campaign wants one and the model has one. The score stands already."""
    if not campaign.target.note:
        return {}
    from adapters.bedrock import ModelUnavailable  # for the campaigns that want a comment
    from scoring import note

    model_id = deps.settings.classify_model
    try:
        text = note.read(deps.bedrock.converse(note.request(profile, result, model_id)))
    except (ModelUnavailable, note.BadAnswer):
        measure("score_lead", "NotesMissed")
        return {}
    return {"note": text, "note_by": f"{model_id} {note.VERSION}"}


def _signals(lead_id: str, deps: Deps) -> Iterable[Signal]:
    by_mail: defaultdict[str, list[Touch]] = defaultdict(list)
    for kept in touches.of_lead(deps.table, lead_id):
        by_mail[kept.send_id].append(kept.touch)
    yield from clicks(by_mail.values())
    yield from answers(mail.of_lead(deps.table, lead_id))


def _campaign(lead_id: str, campaign_id: str, deps: Deps) -> Campaign:
    stored = enrolments.get(deps.table, lead_id, campaign_id)
    current = campaigns.current(deps.table, campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {campaign_id}")
    if stored is None or stored.enrolment.campaign_version == current.campaign.version:
        return current.campaign
    # An enrolment keeps the version that it began with, for its score too.
    begun_with = campaigns.version(deps.table, campaign_id, stored.enrolment.campaign_version)
    return begun_with or current.campaign


def _attributes(result: Score, campaign: Campaign, selected: bool) -> dict[str, Any]:
    return {
        "fit": result.fit,
        "intent": result.intent,
        "total": result.total,
        "threshold": campaign.threshold,
        "selected": selected,
        "campaign_version": campaign.version,
        "fit_reasons": [asdict(reason) for reason in result.fit_reasons],
        "intent_reasons": [asdict(reason) for reason in result.intent_reasons],
        "ignored_weights": list(result.ignored),
    }


lambda_handler = consumer("score_lead", CONSUMES, handle)

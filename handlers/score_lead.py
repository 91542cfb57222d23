"""Turn a company's facts into fit and intent, with reasons, and hold them against the campaign's threshold.

Thin: scored once, when the facts are new. What the company does with our mails (clicks, replies) changes its
intent in ``scoring``, and is not brought here yet.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from events.base import Event
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_scored import LeadScored
from outreach.campaign import Campaign
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Unreadable
from runtime.wiring import Deps
from scoring.score import Score, score
from scrapers.domains import registrable_domain
from store import campaigns, enrolments, leads, recipients

CONSUMES = (LeadEnriched,)


def handle(event: Event[LeadEnriched], deps: Deps) -> Outcome:
    """Score by the campaign's version that the lead was enrolled with."""
    data = event.data
    campaign = _campaign(data, deps)
    profile = recipients.profile(deps.table, data.lead_id)
    if profile is None:
        return NOTHING  # erased since it was read
    if profile.domain in {registrable_domain(domain) or domain for domain in campaign.target.exclude}:
        refused = LeadRejected(
            lead_id=data.lead_id, campaign_id=data.campaign_id, reason="excluded", stage="score"
        )
        return Outcome(events=(refused,))
    now = deps.clock.now()
    result = score(profile, campaign.target, now=now)
    selected = result.reaches(campaign.threshold)
    saved = leads.score(data.lead_id, data.campaign_id, _attributes(result, campaign, selected), now)
    said = LeadScored(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        run_id=data.run_id,
        fit=result.fit,
        intent=result.intent,
        selected=selected,
    )
    return Outcome(writes=(saved,), events=(said,))


def _campaign(data: LeadEnriched, deps: Deps) -> Campaign:
    stored = enrolments.get(deps.table, data.lead_id, data.campaign_id)
    current = campaigns.current(deps.table, data.campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {data.campaign_id}")
    if stored is None or stored.enrolment.campaign_version == current.campaign.version:
        return current.campaign
    # An enrolment keeps the version that it began with, for its score too.
    begun_with = campaigns.version(deps.table, data.campaign_id, stored.enrolment.campaign_version)
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

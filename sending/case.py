"""All that the decision about one mail rests on, and what forbids it or puts it off before any claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from events.base import Event
from events.email_drafted import EmailDrafted
from outreach import compliance, places, suppression, window
from outreach.campaign import Campaign
from outreach.consent import Consent
from outreach.profile import Profile
from runtime.outcome import Outcome, Refused, Unreadable
from runtime.wiring import Deps
from store import campaigns, consents, drafts, recipients
from store.drafts import Draft
from store.recipients import Recipient
from store.writes import Write

PAUSED_FOR = timedelta(hours=1)
"""After how long a mail of a paused campaign asks again."""


class Case(NamedTuple):
    """All that one decision rests on, read once."""

    event: Event[EmailDrafted]
    draft: Draft
    campaign: Campaign
    profile: Profile
    contact: Recipient
    consent: Consent | None
    clocks: window.Clocks
    now: datetime

    def deferred(self, reason: str, after: datetime) -> Outcome:
        data = self.event.data
        return self.returns(
            reason, window.next_moment(self.campaign.window, self.clocks, after, data.send_id)
        )

    def spread(self, reason: str, after: datetime) -> Outcome:
        """As ``deferred``, for what sends many mails back at once: anywhere in what is left of the window."""
        at = window.spread_moment(self.campaign.window, self.clocks, after, self.event.data.send_id)
        return self.returns(reason, at)

    def returns(self, reason: str, until: datetime, writes: tuple[Write, ...] = ()) -> Outcome:
        """The mail comes back at that moment."""
        from events.email_deferred import EmailDeferred  # most mails go at once

        data = self.event.data
        told = EmailDeferred(
            lead_id=data.lead_id,
            campaign_id=data.campaign_id,
            step=data.step,
            send_id=data.send_id,
            reason=reason,
            until=until,
        )
        return Outcome(writes=writes, events=(told,))


def read(event: Event[EmailDrafted], deps: Deps) -> Case | None:
    """Read what the decision rests on; None when the draft is gone (the lead was erased),
    or a person has not let it go."""
    data = event.data
    draft = drafts.get(deps.table, data.lead_id, data.send_id)
    if draft is None or not draft.sendable:
        return None
    campaign = campaigns.version(deps.table, data.campaign_id, draft.campaign_version)
    if campaign is None:
        raise Unreadable(f"{data.campaign_id} has no version {draft.campaign_version}")
    profile = recipients.profile(deps.table, data.lead_id)
    if profile is None:
        raise Refused("no_contact")
    contact = recipients.get(deps.table, data.lead_id, draft.contact_id)
    if contact is None:
        raise Refused("no_contact")
    campaign = campaign.seen_by(data.lead_id)
    clocks = window.clocks(places.of_profile(profile), campaign.sender.time_zone)
    consent = consents.to_be_written_to(deps.table, consenting(contact, deps))
    return Case(event, draft, campaign, profile, contact, consent, clocks, deps.clock.now())


def held(case: Case, deps: Deps) -> Outcome | None:
    """What forbids or puts off the mail before any claim. Raises ``Refused`` with the rule's name."""
    recipient = compliance.Recipient(
        address=case.contact.address,
        country=case.profile.country,
        subscriber=compliance.subscriber(_names(case.profile)),
        source=case.contact.page,
        seen_at=case.contact.seen_at,
        published=case.contact.published and compliance.is_own_page(case.contact.page, case.profile.domain),
        impersonal=case.contact.kind == "role",
        refuses_mail=bool(case.profile.of_kind("mail_refusal")),
        consent=case.consent,
    )
    refusal = compliance.check(
        case.campaign,
        recipient,
        public_url=deps.settings.public_url,
        reply_domain=deps.settings.reply_domain,
        now=case.now,
    )
    if refusal is not None:
        raise Refused(refusal.rule)
    current = campaigns.current(deps.table, case.campaign.id)
    if current is None or current.paused:
        return case.deferred("campaign_paused", case.now + PAUSED_FOR)
    if not window.is_open(case.campaign.window, case.clocks, case.now):
        return case.deferred("window", case.now)
    return None


def consenting(contact: Recipient, deps: Deps) -> str:
    """Under which id the person's consents are kept: that of the address without what its owner may add."""
    return suppression.address_gate(suppression.plain_form(contact.address), deps.keys.pepper).hashed


def _names(profile: Profile) -> list[str]:
    """Every text in which a company may state its legal form."""
    return [fact.value for kind in ("company", "address") for fact in profile.of_kind(kind)]

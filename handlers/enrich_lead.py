"""Read a company's own pages politely, keep the facts found there, and choose whom to write to.

Reading has no effect outside: a second try reads again, or finds the profile that the first one saved. A site
that can't be read ends in a named state with the reason and the time from which another run tries it again;
until then the reason stands, and nobody is asked.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from events.base import Event
from events.lead_discovered import LeadDiscovered
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.vocabulary import LeadRejection
from outreach import ids
from outreach.enrolment import Enrolment
from outreach.facts import Fact
from outreach.profile import Profile
from outreach.suppression import person_gate
from runtime.consume import consumer
from runtime.outcome import Outcome, Unreadable
from runtime.wiring import Deps
from scrapers.changes import technology_changes
from scrapers.domains import is_excluded, registrable_domain
from scrapers.page import Failure, FailureKind
from store import enrolments, imports, leads, pages, recipients, suppression
from store.erasure import without
from store.leads import Lead
from store.writes import Write

if TYPE_CHECKING:
    from outreach.address_policy import AddressPolicy
    from outreach.pages import SitePage
    from scrapers.deliverable import Verdict
    from scrapers.fetch import Session
    from scrapers.site import Site

CONSUMES = (LeadDiscovered,)

FRESH = timedelta(days=30)
"""A profile whose pages were asked less long ago is used as it is."""
RETRY_AFTER = timedelta(days=1)
"""When a site that failed in passing is worth another try, unless it named a later time itself."""
SETTLED = timedelta(days=7)
"""How long a failure that will not pass by itself (forbidden, no such page) is taken at its word."""
READING = timedelta(seconds=25)
"""The most that reading a site may take: the function itself has 60 seconds."""
_MOST_CHECKED = 3  # addresses whose mail servers are asked for
_MOST_ASKED = 90  # addresses on a site that are looked up among those of erased people


def handle(event: Event[LeadDiscovered], deps: Deps) -> Outcome:
    data = event.data
    lead = leads.get(deps.table, data.lead_id)
    if lead is None:
        raise Unreadable("the lead is not in the table")
    known = recipients.profile(deps.table, data.lead_id)
    if known is not None and _is_fresh(known, deps.clock.now()):
        return _enriched(lead, known, data, deps)
    standing = _still_failed(lead, deps.clock.now())
    if standing is not None:
        return Outcome(events=(_rejected(data, standing),))
    kept = pages.of_lead(deps.table, data.lead_id)
    site = _read(lead.domain, kept, deps)
    if isinstance(site, Failure):
        return _failed(site, data, deps)
    if site.domain != lead.domain:
        return _moved(site.domain, data, deps)
    forgotten = _forgotten(site, deps)
    read = tuple(replace(page, facts=without(page.facts, forgotten)) for page in site.pages)
    profile = replace(site.profile, facts=without(site.profile.facts, forgotten))
    if known is not None:
        profile = replace(profile, facts=(*profile.facts, *technology_changes(known, profile)))
    brought = without(imports.facts(deps.table, lead.lead_id), forgotten)
    profile = replace(profile, facts=(*profile.facts, *brought))
    outcome = _enriched(lead, profile, data, deps)
    return replace(outcome, writes=(*outcome.writes, *pages.replace(lead.lead_id, kept, read)))


def _forgotten(site: Site, deps: Deps) -> frozenset[str]:
    """The addresses on the pages whose people were erased: nothing of them is kept again."""
    shown = dict.fromkeys(address for address in site.profile.emails[:_MOST_ASKED])
    gates = {person_gate(address, deps.keys.pepper): address for address in shown}
    closed = suppression.listed(deps.table, list(gates)) if gates else {}
    return frozenset(gates[gate] for gate, entry in closed.items() if entry["reason"] == "erased")


def _read(domain: str, kept: tuple[SitePage, ...], deps: Deps) -> Site | Failure:
    # The extractors cost 30 ms to import: paid where a site is read, not by every cold start.
    from scrapers.site import read_site

    def work(session: Session) -> Coroutine[Any, Any, Site | Failure]:
        return read_site(
            domain,
            session,
            deps.clock.now(),
            within=READING.total_seconds(),
            scheme=deps.settings.fetch_scheme,
            kept=kept,
        )

    # A loop for this one site: nothing of it is open when the function is frozen after its answer.
    return deps.fetcher.run(work)


def _is_fresh(profile: Profile, now: datetime) -> bool:
    return bool(profile.seen_at) and now - datetime.fromisoformat(profile.seen_at) < FRESH


def _still_failed(lead: Lead, now: datetime) -> LeadRejection | None:
    """Why the site could not be read the last time, where it is too early to ask again."""
    if lead.failure not in set(FailureKind) or not lead.failed_at:
        return None
    again = datetime.fromisoformat(lead.retry_at or lead.failed_at) + (
        timedelta() if lead.retry_at else SETTLED
    )
    return FailureKind(lead.failure).value if now < again else None


def _failed(failure: Failure, data: LeadDiscovered, deps: Deps) -> Outcome:
    now = deps.clock.now()
    retry_at = None
    if failure.passing:
        asked = timedelta(seconds=failure.retry_after_s or 0)
        retry_at = now + max(RETRY_AFTER, min(asked, FRESH))
    reason: LeadRejection = failure.kind.value
    note = leads.failed(data.lead_id, reason, failure.detail, now, retry_at)
    return Outcome(writes=(note,), events=(_rejected(data, reason),))


def _moved(domain: str, data: LeadDiscovered, deps: Deps) -> Outcome:
    """The site leads to another company's domain: that company is the lead, found by this one."""
    now = deps.clock.now()
    if is_excluded(domain):
        note = leads.failed(data.lead_id, "excluded", "the site leads to a platform's own page", now, None)
        return Outcome(writes=(note,), events=(_rejected(data, "excluded"),))
    other = ids.lead_id(domain)
    writes: list[Write] = [
        leads.failed(data.lead_id, "duplicate", "the site leads to another lead's", now, None)
    ]
    events: list[LeadRejected | LeadDiscovered] = [_rejected(data, "duplicate")]
    # Few sites move, and the campaign's model costs 15 ms to import.
    from store import campaigns

    standing = leads.standing(deps.table, data.campaign_id, [other])
    if other not in standing.states:
        current = campaigns.current(deps.table, data.campaign_id)
        if current is None:
            raise Unreadable(f"there is no campaign {data.campaign_id}")
        if other not in standing.leads:
            writes.append(leads.new(other, domain, "redirect", data.campaign_id, data.run_id, now))
        fresh = Enrolment(other, data.campaign_id, campaign_version=current.campaign.version)
        writes.append(enrolments.save(fresh, 0, "found by a redirect", now))
        events.append(
            LeadDiscovered(lead_id=other, campaign_id=data.campaign_id, run_id=data.run_id, source="redirect")
        )
    return Outcome(writes=tuple(writes), events=tuple(events))


def _enriched(lead: Lead, profile: Profile, data: LeadDiscovered, deps: Deps) -> Outcome:
    now = deps.clock.now()
    policy = _policy(data, deps)
    choice = _choose(lead, profile, policy, deps)
    if choice == "no_contact" and policy.providers:
        from runtime.finding_addresses import find  # for the campaigns that pay for addresses

        bought = find(
            lead.domain, policy, data.run_id, table=deps.table, services=lambda: deps.search, now=now
        )
        if bought:
            profile = replace(profile, facts=(*profile.facts, *bought))
            choice = _choose(lead, profile, policy, deps)
    if isinstance(choice, str):
        # What was read is kept, whatever becomes of it: another campaign need not read it again.
        saved = leads.enriched(lead.lead_id, profile, lead.contact_id, now)
        return Outcome(writes=saved, events=(_rejected(data, choice),))
    fact, contact_id, verdict = choice
    saved = leads.enriched(lead.lead_id, profile, contact_id, now)
    contact = leads.contact(lead.lead_id, contact_id, fact, verdict.word, verdict.reason, now)
    said = LeadEnriched(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        run_id=data.run_id,
        platform=profile.platform,
        contact_id=contact_id,
        facts=len(profile.facts),
    )
    return Outcome(writes=(*saved, *contact), events=(said,))


def _policy(data: LeadDiscovered, deps: Deps) -> AddressPolicy:
    """How the campaign wants addresses to be found and checked."""
    from outreach.address_policy import AddressPolicy
    from store import campaigns

    current = campaigns.current(deps.table, data.campaign_id)
    return current.campaign.addresses if current is not None else AddressPolicy()


def _choose(
    lead: Lead, profile: Profile, policy: AddressPolicy, deps: Deps
) -> tuple[Fact, str, Verdict] | LeadRejection:
    """Whom to write to: the address chosen before, else the best that is not somebody else's; or why none.

    An address that is only risky is taken where no better one is known.
    """
    # With the extractors (see ``_read``), of which both use some.
    from scrapers import deliverable
    from scrapers.contacts import rank_contacts

    taken = False
    risky: tuple[Fact, str, Verdict] | None = None
    candidates = [
        (fact, ids.contact_id(fact.value, deps.keys.pepper))
        for fact in rank_contacts(profile, persons=policy.persons)
    ]
    # Who was written to before stays the one to write to: steps of one sequence go to one person.
    candidates.sort(key=lambda entry: entry[1] != lead.contact_id)
    for fact, contact_id in candidates[:_MOST_CHECKED]:
        owner = leads.owner(deps.table, contact_id)
        if owner is not None and owner != lead.lead_id:
            taken = True
            continue
        verdict = (
            deliverable.check(fact.value, probe=deps.probe if policy.probe else None)
            if deps.settings.check_mx
            else deliverable.not_checked(fact.value)
        )
        if verdict.word in ("safe", "unknown"):
            return fact, contact_id, verdict
        if verdict.word == "risky" and risky is None:
            risky = (fact, contact_id, verdict)
    if risky is not None:
        return risky
    if taken or _shows_mailbox_of_another(lead, profile, deps):
        return "duplicate"
    says_anything = any(
        profile.of_kind(kind) for kind in ("platform", "email", "phone", "contact_form", "address")
    )
    return "no_contact" if says_anything else "not_a_company"


def _shows_mailbox_of_another(lead: Lead, profile: Profile, deps: Deps) -> bool:
    """True where the pages name an address of another lead: two names of one company."""
    for address in profile.emails[:_MOST_CHECKED]:
        domain = registrable_domain(address)
        if domain and domain != lead.domain and leads.get(deps.table, ids.lead_id(domain)):
            return True
        owner = leads.owner(deps.table, ids.contact_id(address, deps.keys.pepper))
        if owner is not None and owner != lead.lead_id:
            return True
    return False


def _rejected(data: LeadDiscovered, reason: LeadRejection) -> LeadRejected:
    return LeadRejected(lead_id=data.lead_id, campaign_id=data.campaign_id, reason=reason, stage="enrich")


lambda_handler = consumer("enrich_lead", CONSUMES, handle)

"""Companies: one row a registrable domain, its profile, its contacts and its scores.

A company that two sources or two campaigns find is the same lead. An address belongs to one lead only: its
owner row is written on the condition that no other lead has it, so that nobody is written to as two
companies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boto3.dynamodb.conditions import Attr

from outreach.enrolment import State
from outreach.facts import Fact
from outreach.profile import Profile
from store import keys
from store.facts import item_of
from store.table import Item, Table
from store.writes import ABSENT, PRESENT, Put, Update, Write

EXISTS = "lead_exists"
"""The gate of a new lead: another run has found it in the meantime."""
MISSING = "lead_missing"
"""The gate of a change: the lead was erased since it was read."""
TAKEN = "contact_taken"
"""The gate of a contact: its address belongs to another lead."""

MOST_FACTS = 300
"""Facts kept of a company, the most confident first: an item has 400 KB at most."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A company. ``contact_id`` is whom its mails go to; the last fields tell of a failed visit."""

    lead_id: str
    domain: str
    company: str = ""
    platform: str = ""
    country: str = ""
    contact_id: str | None = None
    enriched_at: str = ""
    failure: str = ""
    failed_at: str = ""
    retry_at: str = ""

    @classmethod
    def from_item(cls, item: Item) -> Lead:
        return cls(**{name: item[name] for name in cls.__dataclass_fields__ if item.get(name) is not None})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table knows of some domains' leads: which exist, and the states of those in a campaign."""

    leads: frozenset[str]
    states: dict[str, State]


def get(table: Table, lead_id: str) -> Lead | None:
    item = table.get(keys.lead(lead_id))
    return Lead.from_item(item) if item else None


def standing(table: Table, campaign_id: str, lead_ids: Sequence[str]) -> Standing:
    """Look up a page of leads in as few reads as possible."""
    wanted = [key for one in lead_ids for key in (keys.lead(one), keys.enrolment(one, campaign_id))]
    found = table.get_many(wanted)
    return Standing(
        frozenset(one for one in lead_ids if keys.lead(one) in found),
        {
            one: State(found[key]["state"])
            for one in lead_ids
            if (key := keys.enrolment(one, campaign_id)) in found
        },
    )


def new(lead_id: str, domain: str, source: str, campaign_id: str, run_id: str, now: datetime) -> Put:
    """A company that nobody has found before."""
    attributes = {
        "lead_id": lead_id,
        "domain": domain,
        "source": source,
        "found_by_campaign": campaign_id,
        "found_by_run": run_id,
        "found_at": keys.stamp(now),
    }
    return Put(keys.lead(lead_id), "lead", attributes, when=ABSENT, gate=EXISTS)


def owner(table: Table, contact_id: str) -> str | None:
    """The lead that an address belongs to."""
    item = table.get(keys.contact_owner(contact_id))
    return str(item["lead_id"]) if item else None


def with_contact(table: Table, contact_id: str) -> list[str]:
    """The leads in which an address stands."""
    found = table.items(keys.contact_index(contact_id, "").pk, index="gsi1")
    return list(dict.fromkeys(str(item["lead_id"]) for item in found))


def contact(
    lead_id: str, contact_id: str, fact: Fact, verdict: str, reason: str, now: datetime
) -> tuple[Write, Write]:
    """An address of a company, with the page that it was read from, and that it is this company's."""
    claim = Put(
        keys.contact_owner(contact_id),
        "contact_owner",
        {"lead_id": lead_id},
        when=ABSENT | Attr("lead_id").eq(lead_id),
        gate=TAKEN,
    )
    attributes = {
        "lead_id": lead_id,
        "contact_id": contact_id,
        "address": fact.value,
        "kind": fact.detail.get("kind", "person"),
        "page": fact.page,
        "rule": fact.rule,
        "seen_at": fact.seen_at,
        "verdict": verdict,
        "verdict_reason": reason,
        "saved_at": keys.stamp(now),
    }
    return claim, Put(
        keys.contact(lead_id, contact_id),
        "contact",
        attributes,
        gsi1=keys.contact_index(contact_id, lead_id),
    )


def enriched(lead_id: str, profile: Profile, contact_id: str | None, now: datetime) -> tuple[Write, Write]:
    """What the company's pages said, and the summary that lists of leads show."""
    facts = sorted(profile.facts, key=lambda fact: -fact.confidence)[:MOST_FACTS]
    kept = {fact.id for fact in facts}
    saved = Put(
        keys.profile(lead_id),
        "profile",
        {
            "lead_id": lead_id,
            "domain": profile.domain,
            "seen_at": profile.seen_at,
            # In the order in which the pages said them: the first language is the home page's.
            "facts": [item_of(fact) for fact in profile.facts if fact.id in kept],
            "saved_at": keys.stamp(now),
        },
    )
    summary: dict[str, Any] = {
        "company": profile.company,
        "platform": profile.platform,
        "country": profile.country or None,
        "contact_id": contact_id,
        "enriched_at": keys.stamp(now),
    }
    shown = {name: value for name, value in summary.items() if value is not None}
    gone = tuple(name for name, value in summary.items() if value is None)
    return saved, Update(
        keys.lead(lead_id),
        set=shown,
        remove=(*gone, "failure", "failed_at", "retry_at"),
        when=PRESENT,
        gate=MISSING,
    )


def failed(lead_id: str, reason: str, detail: str, now: datetime, retry_at: datetime | None) -> Update:
    """That the company's site could not be read, why, and when asking again may help."""
    changes = {"failure": reason, "failure_detail": detail, "failed_at": keys.stamp(now)}
    if retry_at is not None:
        changes["retry_at"] = keys.stamp(retry_at)
    return Update(
        keys.lead(lead_id),
        set=changes,
        remove=() if retry_at is not None else ("retry_at",),
        when=PRESENT,
        gate=MISSING,
    )


def score(lead_id: str, campaign_id: str, attributes: dict[str, Any], now: datetime) -> Put:
    """The score for a campaign with its reasons. Scoring again replaces it."""
    return Put(
        keys.score(lead_id, campaign_id),
        "score",
        {"lead_id": lead_id, "campaign_id": campaign_id, **attributes, "scored_at": keys.stamp(now)},
    )


def scores(table: Table, lead_id: str) -> list[Item]:
    """The lead's scores, one a campaign."""
    return list(table.items(keys.lead_pk(lead_id), keys.SCORE, consistent=True))

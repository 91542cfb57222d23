"""What was read from one page, as plain data: the line of JSON, and what the card is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outreach.facts import Fact
    from outreach.profile import Profile

Record = dict[str, Any]


def failed(source: str, url: str, why: str) -> Record:
    """A record of something that could not be read."""
    return _blank(source, url) | {"error": why}


def of_profile(source: str, url: str, profile: Profile, *, truncated: bool = False) -> Record:
    """A record of what a page says: always every field, empty where nothing is known."""
    company = profile.best("company")
    return _blank(source, url) | {
        "company": company.value if company else None,
        "platform": profile.platform,
        "platform_confidence": profile.platform_confidence,
        "technologies": list(profile.technologies),
        "emails": [
            {"value": fact.value, "kind": fact.detail.get("kind", "person"), "rule": fact.rule}
            for fact in profile.of_kind("email")
        ],
        "phones": [
            {
                "value": fact.value,
                "raw": fact.detail.get("raw", fact.value),
                "kind": fact.detail.get("kind", "phone"),
                "rule": fact.rule,
            }
            for fact in profile.of_kind("phone")
        ],
        "addresses": list(profile.values("address")),
        "people": [
            {"name": fact.value, "role": fact.detail.get("role", ""), "rule": fact.rule}
            for fact in profile.of_kind("person")
        ],
        "socials": {fact.detail["network"]: fact.value for fact in profile.of_kind("social")},
        "contact_form": profile.contact_form or None,
        "country": profile.country or None,
        "currency": profile.currency or None,
        "languages": list(profile.values("language")),
        "description": profile.description or None,
        "industry": _value(profile, "industry"),
        "size": _band(profile, "size"),
        "revenue": _band(profile, "revenue"),
        "theme": _value(profile, "theme"),
        "shop": _value(profile, "shop"),
        "plan": _value(profile, "plan"),
        "hiring": _value(profile, "hiring"),
        "announcements": [fact.value for kind in ("sale", "launch") for fact in profile.of_kind(kind)],
        "truncated": truncated,
    }


def _blank(source: str, url: str) -> Record:
    return {
        "source": source,
        "url": url,
        "company": None,
        "platform": None,
        "platform_confidence": 0.0,
        "technologies": [],
        "emails": [],
        "phones": [],
        "addresses": [],
        "people": [],
        "socials": {},
        "contact_form": None,
        "country": None,
        "currency": None,
        "languages": [],
        "error": None,
        "description": None,
        "industry": None,
        "size": {"band": "unknown", "evidence": []},
        "revenue": {"band": "unknown", "evidence": []},
        "theme": None,
        "shop": None,
        "plan": None,
        "hiring": None,
        "announcements": [],
        "truncated": False,
    }


def _value(profile: Profile, kind: str) -> str | None:
    fact = profile.best(kind)
    return fact.value if fact else None


def _band(profile: Profile, kind: str) -> dict[str, Any]:
    """A band with what it rests on, in words: "headcount 12", "hiring https://…"."""
    fact = profile.best(kind)
    if fact is None:
        return {"band": "unknown", "evidence": []}
    resting = set(fact.detail.get("evidence", "").split(","))
    return {"band": fact.value, "evidence": [_said(one) for one in profile.facts if one.id in resting]}


def _said(fact: Fact) -> str:
    return f"{fact.kind.replace('_', ' ')} {fact.value}"

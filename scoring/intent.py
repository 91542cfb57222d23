"""Intent: whether a company looks as if it were investing and open to being spoken to.

Thin: what a site shows, and what the company did with our mails. Signals that need two visits (new products,
a shop system or a service that was changed) and hiring pages are not read yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from outreach.profile import Profile
from scoring.contribution import Contribution
from scoring.weights import Weights

_MOST_SERVICES, _MOST_PAYMENTS, _MOST_SOCIALS = 4, 2, 3
# What nearly every shop has says nothing about this one.
_PAID_FOR = frozenset({"reviews", "mail", "chat", "subscriptions", "search", "loyalty"})


@dataclass(frozen=True, slots=True)
class Signal:
    """Something the company did: ``opened``, ``clicked``, ``replied_warm`` or ``replied_cold``; aware UTC."""

    kind: str
    at: datetime


def intent_contributions(
    profile: Profile, weights: Weights, signals: Iterable[Signal] = (), now: datetime | None = None
) -> list[Contribution]:
    """What speaks for interest and against it. ``now`` is needed where there are signals: they fade."""
    found = [*_from_site(profile, weights), *_from_signals(weights, signals, now)]
    return [contribution for contribution in found if contribution.points]


def _from_site(profile: Profile, weights: Weights) -> Iterator[Contribution]:
    technologies = profile.of_kind("technology")
    services = sorted({f.value for f in technologies if f.detail.get("for") in _PAID_FOR})[:_MOST_SERVICES]
    if services:
        yield Contribution(
            "services", weights.intent["services"] * len(services), f"uses {', '.join(services)}"
        )
    payments = sorted({f.value for f in technologies if f.detail.get("for") == "payments"})[:_MOST_PAYMENTS]
    if payments:
        yield Contribution(
            "payments", weights.intent["payments"] * len(payments), f"takes {', '.join(payments)}"
        )
    networks = sorted({f.detail.get("network", "") for f in profile.of_kind("social")})[:_MOST_SOCIALS]
    if networks:
        yield Contribution(
            "socials", weights.intent["socials"] * len(networks), f"is on {', '.join(networks)}"
        )
    if len(languages := profile.values("language")) > 1:
        yield Contribution("languages", weights.intent["languages"], f"speaks {len(languages)} languages")
    if form := profile.best("contact_form"):
        yield Contribution("contact_form", weights.intent["contact_form"], "has a contact form", form.id)
    if profile.phones:
        yield Contribution("phone", weights.intent["phone"], "can be called")
    if products := profile.values("product"):
        yield Contribution("products", weights.intent["products"], f"shows {len(products)} products")


def _from_signals(
    weights: Weights, signals: Iterable[Signal], now: datetime | None
) -> Iterator[Contribution]:
    """Each kind once, as strong as its latest: ten clicks of one afternoon are one interest."""
    latest: dict[str, datetime] = {}
    for signal in signals:
        if signal.kind not in weights.half_life_days:
            raise ValueError(f"{signal.kind!r} is no signal that has a half-life")
        latest[signal.kind] = max(signal.at, latest.get(signal.kind, signal.at))
    if latest and now is None:
        raise ValueError("signals fade: the moment of scoring is needed")
    for kind, at in sorted(latest.items()):
        days = max(0.0, ((now or at) - at).total_seconds() / 86_400)
        points = round(weights.intent[kind] * 0.5 ** (days / weights.half_life_days[kind]))
        yield Contribution(kind, points, f"{kind.replace('_', ' ')} {days:.0f} days ago")

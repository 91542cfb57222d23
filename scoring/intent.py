"""Intent: whether a company looks as if it were investing and open to being spoken to.

What its pages show, what changed on them since the last visit, and what the company did with our mails. What
has a date fades with it: a product published today counts in full, and half as much a half-life later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach.profile import Profile
from scoring.contribution import Contribution
from scoring.weights import Weights

_MOST_SERVICES, _MOST_PAYMENTS, _MOST_SOCIALS = 4, 2, 3
SIGNALS = frozenset({"clicked", "replied_warm", "replied_cold"})
# What nearly every shop has says nothing about this one.
_PAID_FOR = frozenset({"reviews", "mail", "chat", "subscriptions", "search", "loyalty"})


@dataclass(frozen=True, slots=True)
class Signal:
    """Something the company did: ``clicked``, ``replied_warm`` or ``replied_cold``; aware UTC.

    Opens are no signal: mail programs fetch pictures unasked. Clicks that a machine made are left out.
    """

    kind: str
    at: datetime


def intent_contributions(
    profile: Profile, weights: Weights, signals: Iterable[Signal] = (), now: datetime | None = None
) -> list[Contribution]:
    """What speaks for interest and against it.

    ``now`` is the moment of scoring. Without it, dated facts fade to the moment when the pages were read, and
    there can be no signals.
    """
    found = [*_from_site(profile, weights), *_dated(profile, weights, now)]
    found += _from_signals(weights, signals, now)
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
    if hiring := profile.best("hiring"):
        yield Contribution("hiring", weights.intent["hiring"], "is hiring", hiring.id)
    if news := profile.best("launch") or profile.best("sale"):
        yield Contribution("announces", weights.intent["announces"], f"announces: {news.value[:80]}", news.id)


def _dated(profile: Profile, weights: Weights, now: datetime | None) -> Iterator[Contribution]:
    """What the pages tell of a moment: the newest product, a service taken up or dropped."""
    now = now or _moment(profile.seen_at)
    if now is None:
        return
    for name, kind, detail in (
        ("new_products", "newest_product", "published_at"),
        ("changed_services", "changed_technology", "seen_at"),
    ):
        dated = [(at, fact) for fact in profile.of_kind(kind) if (at := _moment(fact.detail.get(detail, "")))]
        if dated:
            at, fact = max(dated, key=lambda pair: (pair[0], pair[1].id))
            points, days = _faded(weights, name, at, now)
            why = f"published {fact.value}" if name == "new_products" else fact.value
            yield Contribution(name, points, f"{why} {days:.0f} days ago", fact.id)


def _faded(weights: Weights, name: str, at: datetime, now: datetime) -> tuple[int, float]:
    """The points that are left of a signal, and its age in days."""
    days = max(0.0, (now - at).total_seconds() / 86_400)
    return round(weights.intent[name] * 0.5 ** (days / weights.half_life_days[name])), days


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _from_signals(
    weights: Weights, signals: Iterable[Signal], now: datetime | None
) -> Iterator[Contribution]:
    """Each kind once, as strong as its latest: ten clicks of one afternoon are one interest."""
    latest: dict[str, datetime] = {}
    for signal in signals:
        if signal.kind not in SIGNALS:
            raise ValueError(f"{signal.kind!r} is no signal that has a half-life")
        latest[signal.kind] = max(signal.at, latest.get(signal.kind, signal.at))
    if latest and now is None:
        raise ValueError("signals fade: the moment of scoring is needed")
    for kind, at in sorted(latest.items()):
        points, days = _faded(weights, kind, at, now or at)
        yield Contribution(kind, points, f"{kind.replace('_', ' ')} {days:.0f} days ago")

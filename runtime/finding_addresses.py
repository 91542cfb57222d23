"""Ask the services that a campaign names for a company's addresses, in its order, until one knows any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.secrets import MissingSecret
from outreach.address_policy import AddressPolicy
from outreach.facts import Fact
from outreach.ids import digest
from runtime.telemetry import logger, measure
from scrapers.finders import finder
from scrapers.finding import Finding
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import Answer, SourceFailed, check
from store import lookups
from store.table import Table

if TYPE_CHECKING:
    from adapters.search import SearchServices

CONSUMER = "enrich_lead"


def find(
    domain: str,
    policy: AddressPolicy,
    run_id: str,
    *,
    table: Table,
    services: Callable[[], SearchServices],
    now: datetime,
) -> tuple[Fact, ...]:
    """The facts of the first service that knows an address; none where nobody does, or the budget is used up.

    A service that fails is passed over: the next may know. Every question counts against the run's budget,
    whatever comes of it.
    """
    for name in policy.providers:
        if not lookups.claim(table, run_id, name, policy.lookups_per_run, now):
            measure(CONSUMER, "LookupsUsedUp")
            return ()
        try:
            found = _ask(name, domain, services())
        except SourceFailed as failure:
            # The reason only: a service's answer may hold anything.
            logger().warning("an address service failed", extra={"provider": name, "reason": failure.reason})
            measure(CONSUMER, "LookupsFailed")
            continue
        measure(CONSUMER, "Lookups")
        if any(finding.kind == "email" for finding in found):
            return tuple(_fact(finding, name, now) for finding in found)
    return ()


def _ask(name: str, domain: str, services: SearchServices) -> tuple[Finding, ...]:
    from adapters.search import AnswerTooLarge, Unreachable

    service = finder(name)
    path, params = service.request(domain)
    try:
        reply = services.ask(name, path, params)
        check(Answer(reply.status, reply.body, reply.headers), name)
        return service.parse(reply.body, domain)
    except MissingSecret as error:
        raise SourceFailed("key_missing", str(error)) from None
    except Unreachable:
        raise SourceFailed("unreachable", f"{name} did not answer in time", passing=True) from None
    except (AnswerTooLarge, BadAnswer) as error:
        raise SourceFailed("bad_answer", f"{name} gave no usable answer: {error}") from None


def _fact(finding: Finding, provider: str, now: datetime) -> Fact:
    """What a service sold stands with the page that it names, else with the service's own name."""
    detail = dict(finding.detail)
    page = detail.pop("page", "") or provider
    return Fact(
        id=digest("fact", finding.kind, finding.value, page),
        kind=finding.kind,
        value=finding.value,
        page=page,
        rule=provider,
        confidence=finding.confidence,
        seen_at=now.isoformat().replace("+00:00", "Z"),
        detail=detail | {"provider": provider},
    )

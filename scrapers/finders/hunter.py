"""Hunter: ``GET /v2/domain-search`` (https://hunter.io/api-documentation/v2#domain-search)."""

from __future__ import annotations

from collections.abc import Mapping

from scrapers.finders.sold import entries, findings, words
from scrapers.finding import Finding
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import parse_json

NAME = "hunter"


def request(domain: str) -> tuple[str, Mapping[str, str]]:
    return "/v2/domain-search", {"domain": domain, "limit": "10"}


def parse(body: bytes, domain: str) -> tuple[Finding, ...]:
    """``{"data": {"emails": [{"value", "confidence", "first_name", …, "verification": {"status"}}]}}``."""
    answer = parse_json(body)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise BadAnswer("the answer holds no data")
    found: list[Finding] = []
    for entry in entries(data.get("emails")):
        verification = entry.get("verification")
        found += findings(
            NAME,
            domain,
            address=entry.get("value"),
            percent=entry.get("confidence"),
            status=verification.get("status") if isinstance(verification, dict) else None,
            sources=entry.get("sources"),
            person=words(entry.get("first_name"), entry.get("last_name")),
            role=entry.get("position"),
        )
    return tuple(sorted(found, key=lambda finding: -finding.confidence))

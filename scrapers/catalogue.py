"""A Shopify shop's catalogue: what ``/products.json`` says of it.

The list is public at every Shopify shop whose owner has not closed it, at most 250 products a page. It names
no currency: prices are in the shop's own, which the pages say.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median_low
from typing import Any
from urllib.parse import parse_qs, urlsplit

from outreach.facts import Fact
from outreach.ids import digest
from scrapers.document import tidy
from scrapers.finding import Finding
from scrapers.patterns import pattern

PATH = "/products.json?limit=250"
"""What to ask a Shopify shop for: the longest page that it gives."""

_MOST_BYTES = 20_000_000
_MOST_PRODUCTS = 1_000
_DEFAULT_LIMIT, _MOST_LIMIT = 30, 250
_MOST_NAMES = 20  # vendors and types: a shop with more is a market place, and the rest says nothing new
_PRICE = pattern(r"\d{1,9}(?:\.\d{1,4})?")
_CURRENCY = pattern(r"[A-Z]{3}")
# Put into the cart by an app, and no part of what the shop sells.
_NOT_SOLD = pattern(
    r"\b(?:shipping|package|order|delivery) (?:protection|insurance)\b|\bgift ?(?:card|wrap)", re.I
)
_CONFIDENCE = 0.95


def facts_of(content: bytes, page: str, seen_at: str, currency: str = "") -> tuple[Fact, ...]:
    """The catalogue's facts: product_count, price_range, vendor, product_type, newest_product, product.

    ``content`` is the answer's body, whatever it holds: what is no catalogue gives no facts and raises
    nothing. ``page`` is the address that was asked; its ``limit`` tells a full page, whose count is only a
    lower bound. ``seen_at`` is ISO 8601 UTC. ``currency`` (ISO 4217) is the shop's, where a page said it.
    """
    return tuple(
        Fact(
            id=digest("fact", finding.kind, finding.value, page),
            kind=finding.kind,
            value=finding.value,
            page=page,
            rule=finding.rule,
            confidence=finding.confidence,
            seen_at=seen_at,
            detail=finding.detail,
            at=finding.at,
        )
        for finding in _findings(content, page, seen_at, currency)
    )


def _findings(content: bytes, page: str, seen_at: str, currency: str) -> Iterator[Finding]:
    products = _products(content)
    if products is None:
        return
    full = len(products) >= _limit(page)
    count = f"{len(products)}+" if full else str(len(products))
    yield Finding("product_count", count, "catalogue", _CONFIDENCE, at="products")
    sold = [product for product in products if not _NOT_SOLD.search(_text(product, "title"))]
    yield from _prices(sold, currency if _CURRENCY.fullmatch(currency) else "")
    yield from _names(sold, "vendor", "vendor")
    yield from _names(sold, "product_type", "product_type")
    yield from _newest(sold, seen_at)


def _products(content: bytes) -> list[dict[str, Any]] | None:
    """The products listed, or None where the bytes are no catalogue."""
    if len(content) > _MOST_BYTES:
        return None
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    listed = answer.get("products") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        return None
    return [one for one in listed[:_MOST_PRODUCTS] if isinstance(one, dict) and _text(one, "title")]


def _limit(page: str) -> int:
    try:
        asked = parse_qs(urlsplit(page).query).get("limit", [""])[0]
    except ValueError:
        asked = ""
    return min(int(asked), _MOST_LIMIT) if re.fullmatch(r"[1-9]\d{0,5}", asked) else _DEFAULT_LIMIT


def _text(product: dict[str, Any], name: str) -> str:
    value = product.get(name)
    return tidy(value, 160) if isinstance(value, str) else ""


def _prices(products: list[dict[str, Any]], currency: str) -> Iterator[Finding]:
    """The range over the products, each with its cheapest and its dearest variant, without free ones."""
    lowest, highest = [], []
    for product in products:
        variants = product.get("variants")
        prices = [
            Decimal(text)
            for variant in (variants[:250] if isinstance(variants, list) else ())
            if isinstance(variant, dict) and _PRICE.fullmatch(text := str(variant.get("price", "")))
        ]
        if prices := [price for price in prices if price > 0]:
            lowest.append(min(prices))
            highest.append(max(prices))
    if not lowest:
        return
    detail = {
        "low": f"{min(lowest):.2f}",
        "high": f"{max(highest):.2f}",
        "median": f"{median_low(lowest):.2f}",
    }
    value = f"{detail['low']}-{detail['high']} {currency}".strip()
    if currency:
        detail["currency"] = currency
    yield Finding("price_range", value, "catalogue", _CONFIDENCE, detail, at="products[].variants[].price")


def _names(products: list[dict[str, Any]], name: str, kind: str) -> Iterator[Finding]:
    counted = Counter(text for product in products if (text := _text(product, name)))
    for text, count in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_NAMES]:
        yield Finding(kind, text, "catalogue", _CONFIDENCE, {"products": str(count)}, at=f"products[].{name}")


def _newest(products: list[dict[str, Any]], seen_at: str) -> Iterator[Finding]:
    """The product that was published last, as far as the dates can be read and are not to come."""
    now = _moment(seen_at)
    dated = []
    for number, product in enumerate(products):
        at = _moment(product.get("published_at")) or _moment(product.get("created_at"))
        if at is not None and (now is None or at <= now + timedelta(days=1)):
            dated.append((at, -number, product))
    if not dated:
        return
    at, number, product = max(dated, key=lambda entry: entry[:2])
    detail = {"published_at": at.isoformat(timespec="seconds")}
    yield Finding(
        "newest_product", _text(product, "title"), "catalogue", _CONFIDENCE, detail, f"products[{-number}]"
    )


def _moment(text: object) -> datetime | None:
    """An ISO 8601 time with its zone, in UTC. None for anything else."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None

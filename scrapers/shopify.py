"""What a Shopify page says of its shop: domain, number, theme, currency, payments, and hints at the plan.

From what the platform writes into every page of a theme: the ``Shopify`` object, and the settings of
``<script id="shopify-features">``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.wording import tidy

_THEME, _SHOP, _LOCALE, _COUNTRY = "Shopify.theme", "Shopify.shop", "Shopify.locale", "Shopify.country"
_CURRENCY, _SHOP_ID, _DOMAIN = "Shopify.currency", '"shopId":', ".myshopify.com"
_MULTIPASS, _WHOLESALE = "/account/login/multipass", ".wholesale.shopifyapps.com"
mark(_THEME, _SHOP, _LOCALE, _COUNTRY, _CURRENCY, _SHOP_ID, _DOMAIN, _MULTIPASS, _WHOLESALE, "//checkout.")

_STRING = pattern(r"\s*=\s*[\"']([^\"'\n]{1,100})[\"']")
_OBJECT = pattern(r"\s*=\s*(?=\{)")
_NUMBER = pattern(r"\s*[\"']?([0-9]{1,18})")
_NAME = pattern(r"([a-z0-9][a-z0-9-]{0,60})\Z")
_MOST_CHARS = 2_000  # of an object
_DECODER = json.JSONDecoder(strict=False)


def find_shopify(document: Document) -> Iterator[Finding]:
    """Facts of the kinds shop, theme, currency and plan. Nothing on a page that no Shopify shop serves."""
    theme = _object(document, _THEME)
    if name := _text(theme, "name"):
        detail = {
            "id": theme.get("id"),
            "schema": theme.get("schema_name"),
            "version": theme.get("schema_version"),
        }
        kept = {
            key: tidy(str(value), 60)
            for key, value in detail.items()
            if isinstance(value, (str, int)) and value
        }
        yield Finding("theme", name, "theme", 0.95, kept, f"script {_THEME}")
    if domain := _string(document, _SHOP) or _mentioned(document):
        parts = {
            "id": _after(document, _SHOP_ID, _NUMBER),
            "locale": _string(document, _LOCALE),
            "country": _string(document, _COUNTRY),
        }
        confidence = 0.95 if document.holds(_SHOP) else 0.7
        yield Finding(
            "shop", domain, "shop", confidence, {k: v for k, v in parts.items() if v}, f"script {_SHOP}"
        )
    currency = _text(_object(document, _CURRENCY), "active")
    if len(currency) == 3 and currency.isascii() and currency.isupper():
        yield Finding("currency", currency, "shop", 0.9, at=f"script {_CURRENCY}")
    yield from _plan(document)


def _plan(document: Document) -> Iterator[Finding]:
    """Hints at what the shop pays for: Shopify says it nowhere.

    Multipass and the wholesale channel are part of Plus alone; a checkout under the shop's own name was its
    privilege for years. A shop behind a password is not open, or no longer.
    """
    if " template-password " in document.classes:
        yield Finding("plan", "closed", "password", 0.7, at="class template-password")
        return
    own = registrable_domain(document.url)
    for text, confidence in ((_MULTIPASS, 0.7), (_WHOLESALE, 0.7), (f"//checkout.{own}", 0.5)):
        if (own or "checkout" not in text) and document.holds(text):
            yield Finding("plan", "plus", "hint", confidence, at=f"source {text}")
            return


def _object(document: Document, name: str) -> dict[str, Any]:
    """The object that a script assigns to ``name``; empty where it does not, or writes no JSON."""
    if not document.holds(name):
        return {}
    at = document.markup.find(name)
    begins = _OBJECT.match(document.markup, at + len(name))
    if begins is None:
        return {}
    try:
        value, _ = _DECODER.raw_decode(document.markup[begins.end() : begins.end() + _MOST_CHARS])
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _string(document: Document, name: str) -> str:
    return _after(document, name, _STRING)


def _after(document: Document, name: str, form: Any) -> str:
    if not document.holds(name):
        return ""
    found = form.match(document.markup, document.markup.find(name) + len(name))
    return tidy(found[1], 100) if found else ""


def _mentioned(document: Document) -> str:
    """The first shop's own domain that the source names."""
    if not document.holds(_DOMAIN):
        return ""
    at = document.markup.find(_DOMAIN)
    name = _NAME.search(document.markup, max(0, at - 64), at)
    return f"{name[1]}{_DOMAIN}" if name and name[1] not in ("www", "checkout", "cdn") else ""


def _text(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    return tidy(value, 100) if isinstance(value, str) else ""

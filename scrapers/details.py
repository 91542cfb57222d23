"""The smaller facts of a page: social profiles, contact form, currency, languages, products.

What is not stated in a form made for machines is left out rather than guessed from prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from scrapers.document import Document, tidy
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern

_SOCIAL = {
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "linkedin.com": "linkedin",
    "pinterest.com": "pinterest",
    "tiktok.com": "tiktok",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "youtube.com": "youtube",
    "threads.net": "threads",
}
_NOT_A_PROFILE = pattern(
    r"/(?:sharer|share|intent|plugins|dialog|pin/create|hashtag|search|embed|watch|login|policies|p|reel|status|tr)\b|"
    r"\A/?(?:home|tr)?/?\Z"
)
_CURRENCY = pattern(
    r"[\"']?(?:priceCurrency|currency(?:_?code)?|shopCurrency|active)[\"']?\s*[:=]\s*[\"']([A-Z]{3})[\"']"
)
_MOST_MENTIONS = 40
_MOST_LANGUAGES = 60
_HREFLANG = pattern(r"hreflang\s?=\s?[\"']?([a-zA-Z]{2,3}|x)(?![a-zA-Z])")
mark("urrency", "<textarea", "<TEXTAREA", "hreflang", *_SOCIAL)
_LANGUAGE = pattern(r"[a-z]{2,3}(?=[-_]|\Z)", re.I)
_PRODUCT_KINDS = ("product", "productgroup")


def find_details(document: Document) -> list[Finding]:
    """Every smaller fact of the page, each value of a kind once."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in _all(document):
        found.setdefault((finding.kind, finding.value), finding)
    return list(found.values())


def _all(document: Document) -> Iterator[Finding]:
    yield from _languages(document)
    yield from _currency(document)
    yield from _socials(document)
    yield from _contact_form(document)
    for node in document.stating("name"):
        yield from _product(node)


def _languages(document: Document) -> Iterator[Finding]:
    said = (
        (document.language_tag, "html", "html[lang]"),
        (document.meta.get("og:locale", ""), "og", 'meta[property="og:locale"]'),
    )
    for tag, rule, place in said:
        if found := _LANGUAGE.match(tag):
            yield Finding("language", found[0].lower(), rule, 0.8, at=place)
    if not document.holds("hreflang"):
        return
    for _, at in islice(document.tags_with("hreflang"), _MOST_LANGUAGES):
        if (found := _HREFLANG.match(document.markup, at)) and found[1].lower() != "x":
            yield Finding("language", found[1].lower(), "hreflang", 0.8)


def _currency(document: Document) -> Iterator[Finding]:
    for name in ("og:price:currency", "product:price:currency"):
        if re.fullmatch(r"[A-Z]{3}", code := document.meta.get(name, "").upper()):
            yield Finding("currency", code, "meta", 0.9, at=f'meta[property="{name}"]')
            return
    for node in document.stating("priceCurrency"):
        stated = node.get("priceCurrency")
        if isinstance(stated, str) and re.fullmatch(r"[A-Z]{3}", stated):
            yield Finding("currency", stated, "jsonld", 0.9, at="json-ld priceCurrency")
            return
    # Searching the whole source with the pattern costs more than parsing it; the word is found at once.
    markup, at = document.markup, -1
    if not document.holds("urrency"):
        return
    for _ in range(_MOST_MENTIONS):
        if (at := markup.find("urrency", at + 1)) == -1:
            return
        if found := _CURRENCY.search(markup, max(0, at - 8), at + 60):
            yield Finding("currency", found[1], "script", 0.7, at=f"source@{found.start()}")
            return


def _socials(document: Document) -> Iterator[Finding]:
    named = [network for network in _SOCIAL if document.holds(network)]
    if not named:
        return
    targets = document.targets
    seen: set[str] = set()
    for network in named:
        for target in _lines_with(targets, network):
            try:
                parts = urlsplit(target)
                host = parts.hostname or ""
            except ValueError:
                continue
            name = _SOCIAL.get(".".join(host.split(".")[-2:]))
            if name and name not in seen and not _NOT_A_PROFILE.search(parts.path):
                seen.add(name)
                place = f'a[href*="{host}"]'
                profile = f"https://{host}{parts.path}".rstrip("/")
                yield Finding("social", profile, "link", 0.8, {"network": name}, place)


def _lines_with(lines: str, text: str) -> Iterator[str]:
    """The first lines that hold ``text``, each once."""
    at = lines.find(text)
    for _ in range(_MOST_MENTIONS):
        if at == -1:
            return
        end = lines.find("\n", at)
        end = len(lines) if end == -1 else end
        yield lines[lines.rfind("\n", 0, at) + 1 : end]
        at = lines.find(text, end)


def _contact_form(document: Document) -> Iterator[Finding]:
    if not document.holds_any("<textarea", "<TEXTAREA"):
        return
    for form in document.select("form")[:40]:
        if form.css_first("textarea") is not None and form.css_first(
            'input[type="email"],input[name*="mail" i],input[id*="mail" i]'
        ):
            action = form.attributes.get("action") or ""
            text = (form.attributes.get("class") or "") + (form.attributes.get("id") or "") + action
            if re.search(r"comment|review|search", text, re.I):
                continue
            try:
                target = urljoin(document.url, action)
            except ValueError:
                target = document.url
            page = document.url or target
            if not page:
                return
            yield Finding("contact_form", page, "form", 0.8, {"action": target[:300]}, "form")
            return


def _product(node: dict[str, object]) -> Iterator[Finding]:
    kind = node.get("@type")
    name = node.get("name")
    if isinstance(kind, str) and kind.lower() in _PRODUCT_KINDS and isinstance(name, str) and name.strip():
        yield Finding("product", tidy(name, 160), "jsonld", 0.9, at="json-ld name")

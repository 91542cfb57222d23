"""The extraction as one writes it with BeautifulSoup and Python's own HTML parser: the benchmark's baseline.

The same facts in the usual way: one tree, ``find_all`` for each kind of element, ``get_text`` once, patterns
over the text, ``PhoneNumberMatcher`` for numbers, and the project's own fingerprints searched for one by one.
It leaves out what would only make it slower (hidden addresses of six kinds, people on team cards).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import phonenumbers
from bs4 import BeautifulSoup, Tag

from scrapers.page import Page
from scrapers.platforms import FINGERPRINTS
from scrapers.technologies import TECHNOLOGIES

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_COPYRIGHT = re.compile(r"©\s*(?:\d{4}(?:\s*-\s*\d{4})?)?,?\s*([^\n|.]{2,60})")
_HOST = re.compile(r"//([\w.-]+)")
_CURRENCY = re.compile(r'"(?:priceCurrency|currency)"\s*:\s*"([A-Z]{3})"')
_STREET = re.compile(r"\d+ [A-Z][\w .]+,\s*[A-Z][\w .]+,\s*([A-Z]{2}) (\d{5})")
_SOCIAL = (
    *("facebook.com", "instagram.com", "linkedin.com", "pinterest.com", "tiktok.com", "twitter.com", "x.com"),
    *("youtube.com", "threads.net"),
)


def extract(page: Page) -> dict[str, Any]:
    """The facts of one page, by kind."""
    soup = BeautifulSoup(page.body, "html.parser")
    meta = {
        (_of(node, "property") or _of(node, "name")).lower(): _of(node, "content")
        for node in soup.find_all("meta", content=True)
    }
    stated = list(_json_ld(soup))
    links = [urljoin(page.url, _of(link, "href")) for link in soup.find_all("a", href=True)]
    link_texts = [link.get_text(" ", strip=True) for link in soup.find_all("a", href=True)]
    loaded = soup.find_all(["script", "link", "img", "iframe", "form", "source"])
    assets = [_of(node, "src") or _of(node, "href") or _of(node, "action") for node in loaded]
    scripts = "\n".join(node.get_text() for node in soup.find_all("script", src=False))
    generators = [_of(node, "content").lower() for node in soup.find_all("meta", attrs={"name": "generator"})]
    classes = [name for node in (soup.html, soup.body) if node for name in _of(node, "class").split()]
    languages = [_of(soup.html, "lang") if soup.html else ""]
    languages += [_of(node, "hreflang") for node in soup.find_all("link", hreflang=True)]
    forms = [
        form for form in soup.find_all("form") if form.find("textarea") and form.find("input", type="email")
    ]
    title = soup.title.get_text(strip=True) if soup.title else ""
    images = soup.find_all("img", alt=True)
    logos = [_of(node, "alt") for node in images if "logo" in _of(node, "src").lower()]
    for node in soup(["script", "style", "template", "svg", "noscript", "iframe"]):
        node.decompose()
    text = soup.get_text("\n", strip=True)
    hosts = set(_HOST.findall(page.body))
    look = _Look(hosts, "\n".join(assets), "\n".join(links), scripts, generators, classes, page)
    copyright_of = _COPYRIGHT.search(text)
    street = _STREET.search(text)
    return {
        "company": next((node["name"] for node in stated if "name" in node), None)
        or meta.get("og:site_name")
        or (copyright_of and copyright_of[1])
        or next(iter(logos), title),
        "description": meta.get("og:description") or meta.get("description"),
        "emails": {unquote(url[7:].split("?")[0]) for url in links if url.startswith("mailto:")}
        | set(_ADDRESS.findall(text)),
        "phones": {unquote(url[4:]) for url in links if url.startswith("tel:")} | set(_numbers(text)),
        "platforms": {
            name: seen
            for name, known in FINGERPRINTS.items()
            if (seen := [sign.id for sign in known.signals if look.has(sign.where, sign.has)])
        },
        "technologies": [
            name
            for name, known in TECHNOLOGIES.items()
            if any(look.has(where, text) for where, text in known.signs)
        ],
        "socials": [url for url in links if (urlsplit(url).hostname or "").endswith(_SOCIAL)],
        "contact_page": next(
            (url for url, said in zip(links, link_texts, strict=True) if "ontact" in said), None
        ),
        "contact_form": bool(forms),
        "languages": languages,
        "currency": meta.get("og:price:currency") or _CURRENCY.findall(page.body),
        "country": (street and street[1]) or meta.get("og:locale"),
        "addresses": [node["address"] for node in stated if "address" in node] + [street and street[0]],
        "people": [node["founder"] for node in stated if "founder" in node],
        "products": [node.get("name") for node in stated if node.get("@type") == "Product"],
    }


def _of(node: Tag, name: str) -> str:
    """An attribute's value; a class attribute's words joined."""
    value = node.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _json_ld(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            value = json.loads(script.get_text(), strict=False)
        except ValueError:
            continue
        yield from _objects(value)


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _numbers(text: str) -> Iterator[str]:
    for found in phonenumbers.PhoneNumberMatcher(text, "US"):
        yield phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)


class _Look:
    """Where a fingerprint stands, each place searched for it."""

    def __init__(
        self,
        hosts: set[str],
        assets: str,
        links: str,
        scripts: str,
        generators: list[str],
        classes: list[str],
        page: Page,
    ) -> None:
        self._hosts = hosts
        self._texts = {"asset": assets, "link": links, "script": scripts, "tag": page.body}
        self._generators = generators
        self._classes = classes
        self._page = page

    def has(self, where: str, text: str) -> bool:
        if where == "host":
            return any(host == text or host.endswith("." + text) for host in self._hosts)
        if where == "generator":
            return any(generator.startswith(text) for generator in self._generators)
        if where == "class":
            return text in self._classes
        if where == "header":
            return text in "\n".join(f"{name}: {value}" for name, value in self._page.headers.items())
        return text in self._texts.get(where, "")

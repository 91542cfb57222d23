"""E-mail addresses on a page, with the way each was written and the kind of mailbox it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from scrapers import cloaked, structured
from scrapers.document import Document
from scrapers.domains import is_known_suffix, registrable_domain
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern

_ITEMPROPS = [f"itemprop={quote}email" for quote in ("", '"', "'")]
mark(*_ITEMPROPS)
_DATA = Path(__file__).parent / "data"
_LOCAL_BEFORE = pattern(r"[\w.%+&-]{1,64}\Z", re.ASCII)
_DOMAIN_AFTER = pattern(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LOCAL = pattern(r"[a-z0-9_](?:[a-z0-9._%+'&-]*[a-z0-9_+-])?\Z", re.I)
# File endings, some of which are also top-level domains: logo@2x.png, build@main.sh.
_FILE_ENDING = pattern(
    r"(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|css|m?js|map|json|xml|html?|php|aspx?|jsp|pdf|mp4|webm|woff2?|"
    r"ttf|eot|zip|gz|md|py|rb|sh)\Z"
)
_MOST_AT_SIGNS = 3_000  # in one text
_MOST_FOUND = 500
# An address in two lines or more: an inline tag may be in it. "@northwind" alone is a name at a network.
_BROKEN = pattern(r"@(?:(?<=\n@)|(?<=\n\s@))\s?[\w-]+\s?\.|@\s?\n\s?[\w-]+\s?\.|@[\w-]+\s?\n\s?\.\w")
_QUOTED = pattern(r"@\s?['\"]")
_CUT = pattern(r"[+\-_.\d]")
_CONFIDENCE = {
    "mailto": 0.95,
    "jsonld": 0.95,
    "microdata": 0.9,
    "cloudflare": 0.95,
    "typo3": 0.95,
    "rot13": 0.85,
    "script": 0.85,
    "text": 0.85,
    "words": 0.75,
    "reversed": 0.75,
    "flow": 0.7,
}


def find_emails(document: Document) -> list[Finding]:
    """Every address on the page, each once, by the surest rule that saw it.

    ``detail["kind"]`` is ``role``, ``person`` or ``free`` (a mailbox at a provider for private people).
    Never from image names, package versions, repository addresses, or scripts that hold an address whole.
    """
    own = registrable_domain(document.url)
    found: dict[str, Finding] = {}
    for candidate, rule, place in islice(_candidates(document), _MOST_FOUND):
        address = parse_address(candidate)
        if address is None or _is_placeholder(address):
            continue
        if rule == "flow" and any(address.endswith(known) for known in found):
            continue  # "Mailinfo@shop.example": a label that an inline tag had kept apart
        seen = found.get(address)
        if seen is None or seen.confidence < _CONFIDENCE[rule]:
            detail = {"kind": mailbox_kind(address)}
            if own and registrable_domain(address) == own:
                detail["domain"] = "own"
            found[address] = Finding("email", address, rule, _CONFIDENCE[rule], detail, place)
    return list(found.values())


def parse_address(text: str) -> str | None:
    """The address in ``text``, its domain in lower-case ASCII; None where it is none.

    Stricter than RFC 5321: what a company prints on a page has letters, digits and ``._%+'&-`` before the
    at sign, and a known top-level domain (or one reserved for examples, RFC 2606) after it.
    """
    local, at, domain = text.strip().strip("<>\"'.,;:").rpartition("@")
    if not at or len(local) > 64 or ".." in local or not _LOCAL.match(local):
        return None
    domain = domain.strip(".").lower()
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or _FILE_ENDING.match(labels[-1]):
        return None
    if any(
        not label or len(label) > 63 or label[0] == "-" or label[-1] == "-" or "_" in label
        for label in labels
    ):
        return None
    return f"{local.lower()}@{domain}" if is_known_suffix(labels[-1]) else None


def mailbox_kind(address: str) -> str:
    """``free`` by its provider, ``role`` by its name, else ``person``: in doubt it is somebody's."""
    local, _, domain = address.partition("@")
    providers = _names("free_mail.txt")[""]
    if domain in providers or f"{domain.split('.', 1)[0]}.*" in providers:
        return "free"
    sections = _names("mailbox_names.txt")
    roles = sections["role"] | sections["never"]
    return "role" if local in roles or _CUT.split(local, maxsplit=1)[0] in roles else "person"


def is_never_written(address: str) -> bool:
    """True for mailboxes where a business letter is wrong: abuse, privacy, no-reply, applications."""
    local = address.partition("@")[0]
    never = _names("mailbox_names.txt")["never"]
    return local.replace("-", "").replace(".", "").replace("_", "") in never or _CUT.split(local)[0] in never


@lru_cache(maxsize=4)
def _names(file: str) -> dict[str, frozenset[str]]:
    sections: dict[str, set[str]] = {"": set()}
    section = ""
    for raw in (_DATA / file).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            section = line.strip("[]")
            sections[section] = set()
        elif line and not line.startswith("#"):
            sections[section].add(line)
    return {name: frozenset(values) for name, values in sections.items()}


def _is_placeholder(address: str) -> bool:
    """True for what a form shows to be overwritten: ``you@example.com``. ``info@example.com`` is not one."""
    local, _, domain = address.partition("@")
    names = _names("placeholder_mail.txt")
    return local in names["local"] and (domain in names["domain"] or domain.startswith("example."))


def _candidates(document: Document) -> Iterator[tuple[str, str, str]]:
    """Address-like texts with their rule and their place, the surest first."""
    for link in document.links_with("mailto:"):
        yield from ((one, "mailto", 'a[href^="mailto:"]') for one in _mailto(link.href))
    for node in document.stating("email"):
        yield from ((one, "jsonld", "json-ld email") for one in _json_ld(node))
    if document.holds_any(*_ITEMPROPS):
        for element in document.select('[itemprop="email"]'):
            shown = unquote(element.attributes.get("content") or element.text())
            yield shown, "microdata", '[itemprop="email"]'
    yield from _within(cloaked.in_markup(document), "source")
    if cloaked.is_reversed(document):
        for element in document.select('[style*="bidi-override"]'):
            for one in addresses_in(element.text()[::-1]):
                yield one, "reversed", '[style*="bidi-override"]'
    text = document.text
    signs = "@" in text
    if signs:
        yield from ((one, "text", f"text@{at}") for one, at in _placed(text))
        if _QUOTED.search(text):
            yield from _within(cloaked.in_script(text), "text")
    words = cloaked.is_spelt_in_words(text)
    if words:
        yield from ((one, rule, "text") for one, rule in cloaked.in_text(text))
    # Taking inline tags out of the page is costly, and only needed for an address that they break up.
    if words or (signs and (document.has_hidden or _BROKEN.search(text))):
        flow = document.flow
        yield from ((one, "flow", f"flow@{at}") for one, at in _placed(flow))
        yield from ((one, rule, "text") for one, rule in cloaked.in_text(flow))


def _within(pieces: Iterator[tuple[str, str]], place: str) -> Iterator[tuple[str, str, str]]:
    for piece, rule in pieces:
        yield from ((one, rule, place) for one in addresses_in(piece))


def _mailto(href: str) -> Iterator[str]:
    """RFC 6068: several addresses with commas, more in ``to``. Names and ``//`` are common mistakes."""
    address, _, query = href[7:].lstrip("/").partition("?")
    yield from addresses_in(unquote(address))
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name.lower() == "to":
            yield from addresses_in(unquote(value))


def _json_ld(node: dict[str, Any]) -> Iterator[str]:
    for one in structured.values(node, "email"):
        if isinstance(one, str):
            yield from addresses_in(unquote(one))
            yield from (address for address, _ in cloaked.in_text(one))


def addresses_in(text: str) -> Iterator[str]:
    """Address-like pieces around each at sign. Linear in the text's length, whatever the text is."""
    return (address for address, _ in _placed(text))


def _placed(text: str) -> Iterator[tuple[str, int]]:
    """The same with the offset of each at sign."""
    at = text.find("@")
    for _ in range(_MOST_AT_SIGNS):
        if at == -1:
            return
        after = _DOMAIN_AFTER.match(text, at + 1)
        before = _LOCAL_BEFORE.search(text, max(0, at - 65), at) if after else None
        if after and before and not _is_repository(text, before.start(), after.end()):
            yield f"{before[0].lstrip('.-%&')}@{after[0]}", at
        at = text.find("@", at + 1)


def _is_repository(text: str, start: int, end: int) -> bool:
    """``git@host:owner/repo`` and ``https://user@host/`` are not mailboxes."""
    follows = text[end : end + 2]
    if (
        follows[:1] == ":"
        and len(follows) == 2
        and (follows[1].isalnum() or follows[1] in "/~")
        and not follows[1].isdigit()
    ):
        return text[start:end].lower().startswith("git@")
    return text[max(0, start - 3) : start].endswith("//") or "//" in text[start:end]

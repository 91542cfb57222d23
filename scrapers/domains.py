"""From whatever a source gives (a URL, a host, an address) to the registrable domain that names a company."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapers.patterns import pattern

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_DATA = Path(__file__).parent / "data"
# Names below a host of shops that are the host's own.
_OWN_NAMES = frozenset({"www", "app", "admin", "api", "blog", "cdn", "docs", "help", "status", "support"})
# What stands before a country's top-level name where one registers below it: amazon.co.uk, ebay.com.au.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})
_LABEL = pattern(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """The public suffix list as shipped in the package: read once (40 ms), never from the network."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def host_of(text: str) -> str | None:
    """The host in a URL, a bare domain or ``user@domain``, in lower-case ASCII; None where there is none.

    Internationalised names become their A-labels (UTS 46). IP addresses and single labels are not hosts of
    a company and give None.
    """
    text = text.strip().strip("<>\"'")
    if not text or len(text) > 2_000 or len(text.split()) != 1:
        return None
    if "://" not in text:
        text = "//" + text.removeprefix("//")
    try:
        host = (urlsplit(text).hostname or "").rstrip(".")
    except ValueError:
        return None
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or labels[-1].isdigit():
        return None
    return host if all(_LABEL.match(label) for label in labels) else None


@lru_cache(maxsize=4_096)
def registrable_domain(text: str) -> str | None:
    """The domain one can register, e.g. ``northwind.co.uk`` for ``https://www.northwind.co.uk/shop``.

    Names under a public suffix that hosts shops count as companies of their own (``x.myshopify.com``), and
    so do those of ``data/shop_hosts.txt``, which the list does not have. A top-level name that the list does
    not know (``.example``, RFC 2606) counts as one label. None where the text names no host, names a public
    suffix itself, or a page of such a host's own (``www.myshopify.com``).
    """
    host = host_of(text)
    domain = None if host is None else _suffixes().privatesuffix(host)
    if host is None or domain is None:
        return None
    if domain in _shop_hosts():
        shop = host.removesuffix(domain).rstrip(".").rpartition(".")[2]
        return f"{shop}.{domain}" if shop and shop not in _OWN_NAMES else None
    name, _, suffix = domain.partition(".")
    return None if name == "www" and "." in suffix else domain


# Top-level names that never resolve but stand in examples and on test machines (RFC 2606, RFC 6761).
_RESERVED_SUFFIXES = frozenset({"example", "test", "invalid"})


def is_known_suffix(label: str) -> bool:
    """True where ``label`` is a top-level domain of the list's snapshot, or reserved for examples."""
    return label in _RESERVED_SUFFIXES or bool(_suffixes().publicsuffix(label, accept_unknown=False))


@lru_cache(maxsize=1)
def _shop_hosts() -> frozenset[str]:
    return frozenset(_lines("shop_hosts.txt"))


@lru_cache(maxsize=1)
def excluded_domains() -> dict[str, str]:
    """Marketplaces, social networks and the like, whose pages are not their sellers' own: name → category."""
    found: dict[str, str] = {}
    category = ""
    for line in _lines("excluded_domains.txt"):
        if line.startswith("["):
            category = line.strip("[]")
        else:
            found[line] = category
    return found


def excluded_as(domain: str) -> str | None:
    """What ``domain`` is, where it is a platform's and not a company's: a category of the data file."""
    excluded = excluded_domains()
    name, _, suffix = domain.partition(".")
    if category := excluded.get(domain):
        return category
    labels = suffix.split(".")
    country_wide = len(labels) == 1 or (len(labels) == 2 and labels[0] in _SECOND_LEVEL)
    if country_wide and (category := excluded.get(f"{name}.*")):
        return category
    parents = (".".join(labels[start:]) for start in range(len(labels)))
    return next((excluded[f"*.{parent}"] for parent in parents if f"*.{parent}" in excluded), None)


def is_excluded(domain: str) -> bool:
    """True where ``domain`` is a platform's and not a company's."""
    return excluded_as(domain) is not None


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]

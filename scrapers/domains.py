"""From whatever a source gives (a URL, a host, an address) to the registrable domain that names a company."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapers.patterns import pattern

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_EXCLUDED_FILE = Path(__file__).parent / "data" / "excluded_domains.txt"
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
    if not text or len(text) > 2_000 or any(c.isspace() for c in text):
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


def registrable_domain(text: str) -> str | None:
    """The domain one can register, e.g. ``northwind.co.uk`` for ``https://www.northwind.co.uk/shop``.

    Names under a public suffix that hosts shops count as companies of their own (``x.myshopify.com``).
    A top-level name that the list does not know (``.example``, RFC 2606) counts as one label. None where the
    text names no host, or names a public suffix itself.
    """
    host = host_of(text)
    return None if host is None else _suffixes().privatesuffix(host)


# Top-level names that never resolve but stand in examples and on test machines (RFC 2606, RFC 6761).
_RESERVED_SUFFIXES = frozenset({"example", "test", "invalid"})


def is_known_suffix(label: str) -> bool:
    """True where ``label`` is a top-level domain of the list's snapshot, or reserved for examples."""
    return label in _RESERVED_SUFFIXES or bool(_suffixes().publicsuffix(label, accept_unknown=False))


@lru_cache(maxsize=1)
def excluded_domains() -> frozenset[str]:
    """Marketplaces, social networks and the like, whose pages are not their sellers' own."""
    lines = _EXCLUDED_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_excluded(domain: str) -> bool:
    """True where ``domain`` is a platform's and not a company's.

    A line ``name.*`` in the data file covers the name under every public suffix (``amazon.*``).
    """
    excluded = excluded_domains()
    return domain in excluded or f"{domain.split('.', 1)[0]}.*" in excluded

"""Which hosts may be asked at all: the guard against request forgery.

A page we read may redirect us anywhere. Nothing it says may make us talk to our own network, to a cloud's
metadata service or to a port that is not the web's. The guard speaks twice: of a URL before anything is
asked, and of every address that its name resolves to, at the moment of connecting
(``fetching/transport.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

WEB_PORTS = frozenset({80, 443})
MAX_URL_CHARS = 4_000

_DEFAULT_PORTS = {"http": 80, "https": 443}
# IPv6 ranges that carry an IPv4 address inside. They count as global, yet may lead to a private one:
# IPv4-compatible, IPv4-mapped, translated (RFC 2765), NAT64 (RFC 6052, RFC 8215), Teredo, 6to4.
_CARRIERS = tuple(
    ip_network(net)
    for net in (
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    )
)
# Not for the public, though not every Python version says so: protocol assignments (RFC 6890), 6to4 relays
# (RFC 7526), ORCHID (RFC 4843), the old site-local range (RFC 3879), the discard prefix (RFC 6666), segment
# routing (RFC 9602), documentation (RFC 9637).
_SPECIAL = tuple(
    ip_network(net)
    for net in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001:10::/28",
        "fec0::/10",
        "100::/64",
        "5f00::/16",
        "3fff::/20",
    )
)
# Public by its number, but answered by the cloud's own machinery: Azure's wire server.
_METADATA = frozenset({ip_address("168.63.129.16")})
_PRIVATE_SUFFIXES = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home.arpa",
    ".onion",
)
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
# The WHATWG URL rule: a host whose last label is a number, decimal or hexadecimal, is an IPv4 address.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\Z", re.I)


class ForbiddenTarget(Exception):
    """The URL or the address behind it must not be asked. The message names the rule, never the page."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked, taken apart once: what is checked here is what is asked later.

    ``host`` is lower-case ASCII without a dot at the end, ``path`` has the query and no fragment.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt and connections are kept by."""
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules. ``ports`` may be asked; ``exempt`` networks count as public.

    The project itself only ever uses ``Guard()``. Networks are exempt where a test or a benchmark serves
    its pages on this machine; a test holds that nobody else makes such a guard.
    """

    ports: frozenset[int] = WEB_PORTS
    exempt: tuple[IPv4Network | IPv6Network, ...] = ()

    def target(self, url: str) -> Target:
        """A URL that may be asked, before its name is resolved.

        Refuses other schemes than http and https, credentials, other ports, literal addresses in any spelling
        (``127.1``, ``0x7f000001``, ``[::1]``) and names that only exist on a private network.

        Raises:
            ForbiddenTarget: with the rule that refused.
        """
        if len(url) > MAX_URL_CHARS:
            raise ForbiddenTarget("the address is too long")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise ForbiddenTarget("the address cannot be read") from None
        if parts.scheme not in _DEFAULT_PORTS:
            raise ForbiddenTarget("only http and https are asked")
        if parts.username is not None or parts.password is not None:
            raise ForbiddenTarget("an address with credentials is not asked")
        port = _DEFAULT_PORTS[parts.scheme] if port is None else port
        if port not in self.ports:
            raise ForbiddenTarget(f"port {port} is not a web port")
        path = parts.path or "/"
        return Target(
            parts.scheme, _public_name(host), port, f"{path}?{parts.query}" if parts.query else path
        )

    def address(self, text: str) -> str:
        """The resolved address, where it is public.

        Raises:
            ForbiddenTarget: for a private, loopback, link-local, metadata or carrier address.
        """
        try:
            # A scope id ("fe80::1%eth0") marks an address of the local link.
            address = None if "%" in text else ip_address(text)
        except ValueError:
            address = None
        if address is None or not (is_public(address) or any(address in net for net in self.exempt)):
            raise ForbiddenTarget("the name leads to an address outside the public internet")
        return text


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True where the address belongs to the public internet and cannot hide another one."""
    if not address.is_global or address.is_multicast or address.is_reserved or address in _METADATA:
        return False
    return not any(address in net for net in (*_SPECIAL, *_CARRIERS))


def _public_name(host: str) -> str:
    """The host in the one spelling that is resolved, named to the server and kept in books."""
    if not host.isascii():
        # Rarely needed, and costly to import. UTS 46 first, as browsers do: "ⓛocalhost" and full-width digits
        # become plain before they are looked at.
        import idna

        try:
            host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise ForbiddenTarget("the name cannot be read") from None
    host = host.lower().removesuffix(".")
    if not host or ":" in host or _ENDS_IN_NUMBER.search(host):
        raise ForbiddenTarget("a literal network address is not asked")
    if "." not in host or host.endswith(_PRIVATE_SUFFIXES):
        raise ForbiddenTarget("a name of a private network is not asked")
    if not _HOST.fullmatch(host):
        raise ForbiddenTarget("the name cannot be read")
    return host

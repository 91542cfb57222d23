"""Which hosts may be asked at all: the guard against request forgery.

A page we read may redirect us anywhere. Nothing it says may make us talk to our own network, to a cloud's
metadata service or to a port that is not the web's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

WEB_PORTS = frozenset({80, 443})

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
# Public by its number, but answered by the cloud's own machinery (Azure's wire server, Oracle's services).
_METADATA = frozenset({ip_address("168.63.129.16"), ip_address("192.0.0.192")})
_PRIVATE_SUFFIXES = (".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home.arpa")
# The WHATWG URL rule: a host whose last label is a number, decimal or hexadecimal, is an IPv4 address.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?\Z", re.I)


class ForbiddenTarget(Exception):
    """The URL or the address behind it must not be asked. The message names the rule, never the page."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True where the address belongs to the public internet and cannot hide another one."""
    if not address.is_global or address.is_multicast or address in _METADATA:
        return False
    return isinstance(address, IPv4Address) or not any(address in net for net in _CARRIERS)


def check_url(url: str, ports: Collection[int] = WEB_PORTS) -> tuple[str, int]:
    """The host and port of a URL that may be asked, before its name is resolved.

    Refuses other schemes than http and https, credentials, other ports, literal addresses in any spelling
    (``127.1``, ``0x7f000001``, ``[::1]``) and names that only exist on a private network.

    Raises:
        ForbiddenTarget: with the rule that refused.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise ForbiddenTarget("the address cannot be read") from None
    if parts.scheme not in ("http", "https"):
        raise ForbiddenTarget("only http and https are asked")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenTarget("an address with credentials is not asked")
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in ports:
        raise ForbiddenTarget(f"port {port} is not a web port")
    if not host or ":" in host or _ENDS_IN_NUMBER.search(host):
        raise ForbiddenTarget("a literal network address is not asked")
    if "." not in host or host.endswith(_PRIVATE_SUFFIXES):
        raise ForbiddenTarget("a name of a private network is not asked")
    return host, port


def check_address(text: str) -> str:
    """The resolved address, where it is public.

    Raises:
        ForbiddenTarget: for a private, loopback, link-local, metadata or carrier address.
    """
    try:
        # A scope id ("fe80::1%eth0") marks an address of the local link.
        public = "%" not in text and is_public(ip_address(text))
    except ValueError:
        public = False
    if not public:
        raise ForbiddenTarget("the name leads to an address outside the public internet")
    return text

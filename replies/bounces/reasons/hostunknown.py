"""The domain or host part of the address does not exist (RFC 3463 X.1.2)."""

from __future__ import annotations

NAME = "hostunknown"
HARD = True
STATUS: tuple[str, ...] = ("5.1.2",)
PHRASES: tuple[str, ...] = (
    # The account or domain may not exist, they may be blacklisted, or missing the proper dns entries. (Exim)
    "missing the proper dns entries",
    # 550 Host unknown (Authoritative answer from name server)
    "host unknown",
    "unknown host",
    "host not found",
    "domain unknown",
    "unknown domain",
    "host or domain name not found",
    "name or service not known",
    "domain does not exist",
    "domain not exist",
    "no such domain",
    "domain not found",
    "domain couldn't be found",
    "domain must exist",
    "domain is not valid",
    "nxdomain",
    "invalid domain",
    # Name service error for name=firm.example type=MX: Malformed or unexpected name server reply
    "name service error",
    "couldn't find any host",
    "couldn't find any host named",
    "no mail server found for",
    "mail domain not found",
    "recipient domain must exist",
    "domain name does not exist",
    "recipient's domain doesn't exist",
    "unrouteable mail domain",
    "no route found to domain",
    "could not find any host",
    "all relevant mx records point to non-existent hosts",
    "illegal host/domain",
    "unroutable mail domain",
    "domain mentioned not found",
    "no matches to nameserver query",
    "isn't a known domain",
    "name server: host not found",
    "hôte inconnu",
    # DNS lookup failure: host firm.example not found
    "dns lookup failure: host",
    # 554 because the domain is not reachable (Outlook)
    "domain is not reachable",
)

"""The sending address has no usable reverse DNS."""

from __future__ import annotations

NAME = "requireptr"
HARD = False
STATUS: tuple[str, ...] = ("5.7.25",)
PHRASES: tuple[str, ...] = (
    # 450 service permits 2 unverifyable sending IPs - a.example is not 192.0.2.1
    "unverifyable sending ip",
    # 550 5.7.25 The IP address sending this message does not have a PTR record setup
    "ptr record",
    "reverse dns",
    "rdns",
    "cannot find your reverse hostname",
    "cannot resolve your ip",
    "cannot find your hostname",
    "reverse lookup",
    "no ptr",
    "missing dns ptr",
    "does not resolve to",
    "helo command rejected: cannot find",
    "client host rejected: cannot find your",
    "client hostname",
    "ip address does not have",
    "hostname lookup failed",
    "fix reverse",
    "your ip address has no reverse",
    "forward-confirmed",
    "dns lookup failed",
    "name is not resolvable",
    "address is not resolvable",
    # 554 Bad DNS PTR resource record. (GMX)
    "bad dns ptr",
    "mismatches client ip",
)

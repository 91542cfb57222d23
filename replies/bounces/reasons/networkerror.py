"""The receiving host could not be reached, or the mail went in circles (RFC 3463 X.4)."""

from __future__ import annotations

NAME = "networkerror"
HARD = False
STATUS: tuple[str, ...] = ("5.4.0", "5.4.2", "5.4.5", "5.4.6", "5.4.8", "4.4.2", "4.4.6")
PHRASES: tuple[str, ...] = (
    # 5.4.6 Hop count exceeded - possible mail loop
    "hop count exceeded",
    "possible mail loop",
    "mail forwarding loop",
    "forwarding loop",
    "routing loop",
    "message looping",
    "loop detected",
    "too many hops",
    "no route to host",
    "network is unreachable",
    "network unreachable",
    "host is unreachable",
    "host unreachable",
    "host not reachable",
    "unable to connect",
    "could not connect",
    "can't connect",
    "cannot connect",
    "connect error",
    "network error",
    "dns records for the destination",
    "unable to resolve route",
    "maximum forwarding",
    "connection was dropped",
    "couldn't resolve",
    "dns error",
    "unable to resolve",
    "dns lookup failure",
    "name server error",
    "name service error",
    "lookup failed",
    "not reachable",
    "malformed or unexpected name server reply",
    "connection lost during",
    "lost connection",
    "remote host is down",
    "could not be established",
)

"""The receiving system is broken or badly set up (RFC 3463 X.3)."""

from __future__ import annotations

NAME = "systemerror"
HARD = False
STATUS: tuple[str, ...] = ("5.3.0", "5.3.5", "4.3.0", "4.3.5", "5.4.3", "4.4.3")
PHRASES: tuple[str, ...] = (
    # 451 4.3.0 Internal server error
    "internal server error",
    "internal error",
    "system error",
    "temporary local problem",
    "local configuration error",
    "server configuration problem",
    "server configuration error",
    "configuration problem",
    "mail system configuration error",
    "can't create user output file",
    "cannot find /etc",
    "ldap",
    "database",
    "unexpected failure",
    "unable to contact",
    "i/o error",
    "queue file write error",
    "timeout waiting for input",
    "recipient deferred because there is no mdb",
    "resources temporarily unavailable",
    "local error in processing",
    "too many hops",
    "loops back to myself",
    "mail loop",
    "proxy connection",
    "error in processing",
    "mail aliasing loop",
    "virus-scanner error",
    "lmtp transmission failure",
    "system config error",
    "systemerror",
    "unable to process",
    "program failure",
    "ci/smtpd",
    # 554 Service currently unavailable
    "service currently unavailable",
    "unable to contact ldap",
)

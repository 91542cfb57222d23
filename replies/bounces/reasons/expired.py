"""Tried for as long as allowed (RFC 3463 X.4.7)."""

from __future__ import annotations

NAME = "expired"
HARD = False
STATUS: tuple[str, ...] = ("4.4.7", "5.4.7", "4.4.1", "4.4.0")
PHRASES: tuple[str, ...] = (
    # Envelope expired (OpenSMTPD)
    "envelope expired",
    # 4.4.7 Message expired: unable to deliver in 840 minutes (SES)
    "message expired",
    "delivery time expired",
    "delivery expired",
    "expired after",
    "expired",
    "retry timeout exceeded",
    "retry time not reached",
    "in the queue too long",
    "queue too long",
    "unable to deliver message after multiple retries",
    "delivery timed out",
    "timed out",
    "time-out",
    "timeout exceeded",
    "has been delayed",
    "did not respond",
    "no response",
    "not responding",
    "could not be delivered for more than",
    "was not reachable within",
    "have been failing for a long time",
    "has not been delivered after",
    "unable to deliver in",
    "giving up",
    "for longer than",
    "retry limit exceeded",
    "not been collected after",
    "delivery attempts",
    "connection refused",
    "connection timeout",
    "operation timed out",
    "connection timed out",
    "delivery temporarily suspended",
    "deferred: connection",
    "maximum queue lifetime",
    "too long to deliver",
    "still being retried",
    "nondeliverable message: deferred",
    # The recipient server did not accept our requests to connect. (Gmail)
    "did not accept our requests to connect",
    "could not find a gateway",
    "was aborted after",
)

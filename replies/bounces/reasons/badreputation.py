"""The sending address or domain has a bad name."""

from __future__ import annotations

NAME = "badreputation"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 550-5.7.1 very low reputation of the sending domain (Gmail)
    "low reputation",
    "poor reputation",
    "bad reputation",
    "reputation of the sending",
    "has a poor",
    "reputation score",
    "email reputation",
    "domain has a",
    "senderscore",
    "sender score",
    "reputation",
    # 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred (Yahoo)
    "[tss0",
    "[tss1",
)

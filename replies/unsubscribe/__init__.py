"""Somebody wants no more mail: decided by rule, from what they wrote now and from where they sent it.

In doubt it is one: a wrong stop costs a lead, a missed one breaks the law (CAN-SPAM, 15 U.S.C. § 7704(a)(4);
GDPR Art. 21). The text given here is the visible reply, so our own footer in the quote below it can't be
meant. Wishes about something else (a copy line, the weekend), talk about other people's unsubscribing, and a
list's own instructions are no stop.
"""

from __future__ import annotations

from replies.unsubscribe.decision import ERASURE, THREAT, asks, wants_erasure

__all__ = ["ERASURE", "THREAT", "asks", "wants_erasure"]

"""How a call ended, from what Connect says of it and from what the conversation recorded. Pure.

Connect's contact events come late, twice, in any order, or not at all, so nothing is concluded from their
order: only from the times they state. See
https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Outcome = Literal["answered", "no_answer", "hung_up", "failed"]

# Disconnect reasons of outbound voice in the contact record's data model that are no answer of the callee:
# the call was not put through at all.
_NOT_PUT_THROUGH = frozenset(
    {
        "OUTBOUND_DESTINATION_ENDPOINT_ERROR",
        "OUTBOUND_RESOURCE_ERROR",
        "OUTBOUND_ATTEMPT_FAILED",
    }
)


def outcome(
    *, connected_at: datetime | None, disconnect_reason: str | None, conversation_closed: bool
) -> Outcome:
    """The outcome of a call that is over.

    ``connected_at``: when somebody, or a voicemail, picked up. A call that was picked up is ``answered``
    when the conversation came to its own end, and ``hung_up`` when the callee left before.
    """
    if connected_at is None:
        return "failed" if disconnect_reason in _NOT_PUT_THROUGH else "no_answer"
    return "answered" if conversation_closed else "hung_up"

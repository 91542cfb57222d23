"""An enrolment: where one lead stands in one campaign.

The table keeps one per lead and campaign. It is changed only by ``outreach.sequence.advance``, whose
module documents every state and event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.places import Place


class State(StrEnum):
    """Where an enrolment stands."""

    FOUND = "found"
    ENRICHED = "enriched"
    REJECTED = "rejected"
    SCORED = "scored"
    """Scored below the campaign's threshold: nothing is sent, another run may score it higher."""
    ACTIVE = "active"
    """A step waits for its moment, is being drafted, or is in doubt."""
    POSTPONED = "postponed"
    """As active, but the recipient is away until after the step's own moment."""
    STOPPED = "stopped"
    FINISHED = "finished"
    """The last step was sent, and nobody has answered yet."""


WAITING = frozenset({State.ACTIVE, State.POSTPONED})
"""The states in which a step may still be sent."""
RESTING = frozenset({State.REJECTED, State.SCORED, State.STOPPED, State.FINISHED})
"""The states in which nothing more happens by itself."""


LOOKED_AT_AGAIN = frozenset({State.REJECTED, State.SCORED})
"""The states in which a company goes no further, and begins anew when it is found once more."""


class StopReason(StrEnum):
    """Why nothing more is sent, weakest first: of several the strongest stands, whatever their order."""

    BLOCKED = "blocked"
    REFUSED = "refused"
    CLICKED = "clicked"
    REPLIED = "replied"
    CONVERTED = "converted"
    SUPPRESSED = "suppressed"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"

    @property
    def strength(self) -> int:
        return list(StopReason).index(self)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One lead in one campaign.

    ``step`` is the number of the next step to send, counted from 0; all before it were sent. ``due_at`` is
    when the sequence wants it, ``postponed_until`` when the recipient is back. ``in_doubt``: SES was called
    for this step and its answer is not known. ``detail`` is the word behind a rejection or a stop (the gate
    or check). ``later``: the recipient named the day that is waited for. Times are aware UTC. ``country``,
    ``region`` and ``zones`` say where the recipient is (``Place``), empty when unknown.
    """

    lead_id: str
    campaign_id: str
    campaign_version: int
    country: str = ""
    region: str = ""
    zones: tuple[str, ...] = ()
    state: State = State.FOUND
    step: int = 0
    due_at: datetime | None = None
    postponed_until: datetime | None = None
    in_doubt: bool = False
    stop_reason: StopReason | None = None
    detail: str = ""
    last_sent_at: datetime | None = None
    later: bool = False

    @property
    def not_before(self) -> datetime | None:
        """The moment before which the step must not be sent; None when none is due."""
        if self.due_at is None or self.postponed_until is None:
            return self.due_at
        return max(self.due_at, self.postponed_until)

    @property
    def place(self) -> Place:
        return Place(self.country, self.region, self.zones)

    @property
    def waiting(self) -> bool:
        return self.state in WAITING

"""The state machine of an enrolment: what an event makes of it, and what is to be done next.

Total: every event is answered in every state, whatever the order and however often it comes. Three rules
make that so. A stop is final, and of several stops the strongest stands. ``step`` only grows. A moment
before which nothing may be sent only moves later within a step. Hence late, repeated and reordered events
find that what they tell is already so, and change nothing. A test reads the tables below and holds the
machine to each cell.

Before anything is sent:

========== ============ ============ ============ ============
state      enriched     rejected     scored_low   selected
========== ============ ============ ============ ============
FOUND      ENRICHED     REJECTED     SCORED       ACTIVE ▶
ENRICHED   –            REJECTED     SCORED       ACTIVE ▶
REJECTED   –            –            SCORED       ACTIVE ▶
SCORED     –            –            –            ACTIVE ▶
ACTIVE     –            –            –            –
POSTPONED  –            –            –            –
STOPPED    –            –            –            –
FINISHED   –            –            –            –
========== ============ ============ ============ ============

What became of the next step, number n:

========== ============ ============ ============ ============ ============ ============
state      sent         deferred     refused      blocked      in_doubt     released
========== ============ ============ ============ ============ ============ ============
FOUND      ACTIVE ▶ [1] –            –            –            –            –
ENRICHED   ACTIVE ▶ [1] –            –            –            –            –
REJECTED   ACTIVE ▶ [1] –            –            –            –            –
SCORED     ACTIVE ▶ [1] –            –            –            –            –
ACTIVE     ACTIVE ▶ [1] ACTIVE ▶ [2] STOPPED      STOPPED      (held) [3]   – [3]
POSTPONED  ACTIVE ▶ [1] ACTIVE ▶ [2] STOPPED      STOPPED      (held) [3]   – [3]
STOPPED    (noted)      –            –            –            –            –
FINISHED   (noted)      –            –            –            –            –
========== ============ ============ ============ ============ ============ ============

What people say and do:

========== ============ ============ ============ ============
state      away         later        paused       stop
========== ============ ============ ============ ============
FOUND      (noted) [4]  (noted) [4]  (noted) [4]  STOPPED
ENRICHED   (noted) [4]  (noted) [4]  (noted) [4]  STOPPED
REJECTED   (noted) [4]  (noted) [4]  (noted) [4]  STOPPED
SCORED     (noted) [4]  (noted) [4]  (noted) [4]  STOPPED
ACTIVE     POSTPONED ▶  POSTPONED ▶  POSTPONED ▶  STOPPED
POSTPONED  POSTPONED ▶  POSTPONED ▶  POSTPONED ▶  STOPPED
STOPPED    –            –            –            (noted) [5]
FINISHED   –            STOPPED [6]  –            STOPPED
========== ============ ============ ============ ============

▶ the next step is due: now, or at a moment that the decision names. – nothing changes. (…) the state stays.
[1] POSTPONED while the recipient is still away at the new step's moment; FINISHED after the last step. An
    event of an earlier step than the next one moves nothing.
[2] POSTPONED while the recipient is away for longer. A moment that is no later than known changes nothing,
    unless the step's own moment has come: then two clocks differ, and it is asked for again in a minute.
[3] Held until ``sent`` comes, or a person decides: what may have been sent is not asked for again. The person
    says ``sent``, or ``released``: then the step that is held is due once more ▶, at a moment of its own.
[4] The date counts once a step is due.
[5] The stronger of two stops stands (``StopReason``): complained > unsubscribed > bounced > suppressed >
    converted > replied > clicked > refused > blocked.
[6] "Not now, write in June": *later* postpones to the day that was named, and what is sent then is the
    campaign's mail for that occasion (``Step.again``), where it has one, instead of the follow-ups; FINISHED
    becomes POSTPONED ▶ for it, and notes absences for as long as it may come to that. Where no such day can
    be waited for (it has passed, it is too far, no step is left), it is an answer like any other and stops:
    nobody who answered is written to as if they had not.

Nothing else is an event of this machine: deliveries, opens and soft bounces never move it, clicks only where
the campaign says so. Two conversations at once are prevented by the claim of a mail (``outreach.lease``),
which puts the second off: *deferred* here.
"""

from outreach.sequence.happenings import (
    Happening,
    Kind,
    away,
    blocked,
    deferred,
    enriched,
    in_doubt,
    later,
    paused,
    refused,
    rejected,
    released,
    scored,
    sent,
    stopped,
)
from outreach.sequence.machine import LONGEST_ABSENCE, Decision, Due, advance

__all__ = [
    "LONGEST_ABSENCE",
    "Decision",
    "Due",
    "Happening",
    "Kind",
    "advance",
    "away",
    "blocked",
    "deferred",
    "enriched",
    "in_doubt",
    "later",
    "paused",
    "refused",
    "rejected",
    "released",
    "scored",
    "sent",
    "stopped",
]

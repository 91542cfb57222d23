"""What an answer means for the conversation it belongs to, and for the company's others.

Whoever answers, at whatever address of the company, answers for the company: no other campaign goes on as if
nothing had been said, and none begins meanwhile.

============= ======================= ========================= ======================================
answer        the one that it answers the company's others      no new conversation before
============= ======================= ========================= ======================================
WARM          stops (replied)         wait as long              90 days after it
NEUTRAL       stops (replied)         wait as long              30 days after it
NEUTRAL, day  waits for the day       wait as long              the day that was named
COLD          stops (replied)         wait as long              180 days after it
UNSUBSCRIBE   stops (unsubscribed)    stop [1]                  365 days after it
COMPLAINT     stops (complained)      stop [1]                  365 days after it
AUTO_REPLY    waits for the return    –                         –
AUTO_REPLY [2] stops (replied)        –                         –
delayed       waits until it is read  wait as long              –
inquiry       stops (converted)       stop (converted)          180 days after it
============= ======================= ========================= ======================================

[1] By ``recipient.suppressed``, which stops every enrolment of the company, because all campaigns write to
its one chosen contact; a suppression by domain ("none of you") does the same. The person is closed for ever,
the rest of the company rests for the time above.

[2] Of somebody who has left the company: nobody reads what would follow.

An answer that a person should look at first counts as it seems, except that its day is not waited for: to
wait too long costs less than a mail too many. Bounces and other notices are no answers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from outreach import sequence
from outreach.enrolment import StopReason
from outreach.sequence import LONGEST_ABSENCE, Happening

RESTS = {
    "WARM": timedelta(days=90),
    "NEUTRAL": timedelta(days=30),
    "COLD": timedelta(days=180),
    "UNSUBSCRIBE": timedelta(days=365),
    "COMPLAINT": timedelta(days=365),
}
"""How long the company rests after an answer, by label."""
_AFTER_INQUIRY = timedelta(days=180)


class Meaning(NamedTuple):
    """For the enrolment that was answered, for the company's others, and until when nobody else begins."""

    own: Happening | None
    others: Happening | None = None
    rests_until: datetime | None = None


NOTHING = Meaning(None)


def of_reply(
    label: str,
    at: datetime,
    *,
    rule: str = "",
    returns_on: date | None = None,
    not_before: date | None = None,
    needs_review: bool = False,
    left: bool = False,
) -> Meaning:
    """An incoming message of that label (``events.vocabulary.ReplyLabel``), understood at ``at``.

    ``left``: it says by itself that its owner works there no more.
    """
    if label == "AUTO_REPLY" and left:
        return Meaning(sequence.stopped(StopReason.REPLIED, "left_company"))
    if label == "AUTO_REPLY" and returns_on is not None:
        return Meaning(sequence.away(returns_on))
    if label not in RESTS:
        return NOTHING
    rests = at + RESTS[label]
    if label == "UNSUBSCRIBE":
        return Meaning(sequence.stopped(StopReason.UNSUBSCRIBED, rule), rests_until=rests)
    if label == "COMPLAINT":
        return Meaning(sequence.stopped(StopReason.COMPLAINED), rests_until=rests)
    own = sequence.stopped(StopReason.REPLIED, label.lower())
    if label == "NEUTRAL" and not_before is not None and not needs_review:
        own = sequence.later(not_before)
        day = datetime.combine(not_before, time(), tzinfo=UTC)
        rests = day if timedelta() < day - at <= LONGEST_ABSENCE else rests
    return Meaning(own, sequence.paused(rests, f"the company answered: {label.lower()}"), rests)


def of_delayed(until: datetime) -> Meaning:
    """An answer is in, and not read yet."""
    waits = sequence.paused(until, "an answer waits to be read")
    return Meaning(waits, waits)


def of_inquiry(at: datetime) -> Meaning:
    """Somebody of the company asked to be contacted: people talk to it from now on."""
    converted = sequence.stopped(StopReason.CONVERTED)
    return Meaning(converted, converted, at + _AFTER_INQUIRY)

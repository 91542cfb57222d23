"""One running conversation at a time, per company and per person, over all campaigns.

The first mail of a campaign takes two leases in its claim: one on the company, one on the person (every
spelling of the mailbox, whatever company it was found at). While they run, no other campaign's mail to
either is claimed: it is put off with the gate's name and asks again when the lease ends.

A lease is a lock with an end. It is made long enough for all that the sequence has left to send and for a
quiet time after it, so nobody has to remember to unlock, and a crash leaves nothing locked for ever. Until
its end it is its holder's without asking: follow-ups claim inside it and cost no further write. What ends a
conversation early shortens the lease, and what draws it out (an absence, "write in June", an answer)
lengthens it.

Two machines' clocks may differ by ``SKEW``: a holder stops relying on a lease that long before its end, and
nobody else takes it until that long after.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from outreach.enrolment import Enrolment

SKEW = timedelta(seconds=60)
SLACK = timedelta(days=7)
"""What weekends, caps and deferrals may add to a sequence. A longer delay renews the lease."""
ASK_AGAIN = timedelta(days=14)
"""A mail that waits for a longer lease asks this often all the same: the lease may end early."""


class Lease(NamedTuple):
    """Who may write, and until when (aware UTC). ``holder`` is one lead's enrolment in one campaign."""

    holder: str
    until: datetime

    def running(self, now: datetime) -> bool:
        """Whether nobody else may take it yet."""
        return now < self.until + SKEW


def holder(lead_id: str, campaign_id: str) -> str:
    """The name under which an enrolment holds leases."""
    return f"{lead_id}/{campaign_id}"


def end(campaign: Campaign, step: int, since: datetime) -> datetime:
    """Until when a conversation lasts whose next mail, number ``step``, goes at ``since``."""
    return since + _left(campaign, step) + SLACK


def covers(until: datetime, campaign: Campaign, step: int, now: datetime) -> bool:
    """Whether a lease until then is enough for the mail of a step, all that follows it, and the quiet."""
    return now + SKEW + _left(campaign, step) < until


def _left(campaign: Campaign, step: int) -> timedelta:
    return sum((later.wait for later in campaign.steps[step + 1 :]), campaign.quiet)


def asks_again(lease: Lease, now: datetime) -> datetime:
    """When a mail that found the lease taken asks again; always later than now."""
    return max(min(lease.until + SKEW, now + ASK_AGAIN), now) + timedelta(seconds=1)


def after(
    lease: Lease, enrolment: Enrolment, campaign: Campaign, last_mail: datetime | None, now: datetime
) -> Lease:
    """What is left of a holder's lease when its enrolment has stopped, or waits for a day.

    Stopped: the quiet after ``last_mail`` (the last that may have reached SES), or nothing where there was
    none. Waiting: long enough for what is sent on that day and after it.
    """
    if enrolment.stop_reason is not None:
        return lease._replace(until=min(lease.until, last_mail + campaign.quiet if last_mail else now))
    if enrolment.not_before is None:
        return lease
    return lease._replace(until=max(lease.until, end(campaign, enrolment.step, enrolment.not_before)))


def rested(lease: Lease | None, asker: str, until: datetime, now: datetime) -> Lease:
    """The lease when nobody else may begin before ``until``; ``asker`` holds it where nobody does."""
    if lease is None or not lease.running(now):
        return Lease(asker, until)
    return lease._replace(until=max(lease.until, until))

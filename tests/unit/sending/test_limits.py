"""What holds a mail back for now, and when it comes again: caps, warm-up, SES's quota, a paused sender."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from adapters import ses
from handlers import send_email
from outreach import ids
from outreach.campaign import Caps, Ramp
from outreach.pace import Window
from outreach.quota import SendingAccount
from outreach.reputation import Record
from runtime.clock import FixedClock
from runtime.consume import process
from sending import limits
from sending.limits import Limits
from store import keys, senders, sends
from store.senders import Sender
from store.table import Busy, Refusal, Table
from store.writes import Put
from tests.dynamo.memory import MemoryTable
from tests.unit.sending.stage import CONTACT, DEMO, LEAD, OFFICE, Stage, send_id
from tests.unit.sending.test_send_email import drafted, given_draft, only, run

SENDER = DEMO.sender.address
# A Wednesday far ahead: the table leaves out what has expired by the clock on the wall, as DynamoDB does.
NOW = datetime(2031, 3, 5, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """A lead whose first mail is written and due."""
    stage.clock = FixedClock(NOW)
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    return stage


def given_sent(stage: Stage, day: date, sent: int, bounced: int = 0, complained: int = 0) -> None:
    """So many mails of the sender went on a day, with what became of them."""
    attributes = {"n": sent, "bounced": bounced, "complained": complained}
    stage.table.commit([Put(keys.cap(sends.SENDER, SENDER, day.isoformat()), "cap", attributes)])


def moment(told: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(told["until"])


def some_send(identity: str = "a", attempt: int = 1) -> sends.Send:
    return sends.Send(
        send_id=ids.digest("send", identity),
        lead_id=LEAD,
        campaign_id=DEMO.id,
        step=0,
        contact_id=CONTACT,
        person="p",
        domain="d",
        sender=SENDER,
        day=TODAY.isoformat(),
        attempt=attempt,
    )


# Caps -----------------------------------------------------------------------------------------------------


def test_a_campaign_has_a_cap_of_its_own_and_gives_it_back(ready: Stage) -> None:
    ready.given_campaign(caps=Caps(9, 9, campaign_per_day=1))
    ready.ses.answers = [ses.Throttled("ses_rate", 2.0)]
    run(ready)
    assert ready.cap(sends.CAMPAIGN, DEMO.id) == 0
    ready.wait(timedelta(minutes=1))
    assert only(run(ready))["type"] == "email.sent"
    assert ready.cap(sends.CAMPAIGN, DEMO.id) == 1
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    told = only(run(ready, step=1))
    assert (told["type"], told["reason"]) == ("email.deferred", "campaign_cap")
    assert ready.ses.asked == 2


def test_a_campaign_without_a_cap_of_its_own_counts_nothing(ready: Stage) -> None:
    run(ready)
    assert ready.cap(sends.CAMPAIGN, DEMO.id) == 0
    assert not ready.send().campaign_capped


def test_who_is_sent_back_comes_on_the_day_that_has_room_and_not_all_at_once(ready: Stage) -> None:
    campaign = ready.given_campaign(caps=Caps(100, 9), window=OFFICE)
    sender = Sender(SENDER)
    allowed = Limits(campaign.caps, None, sender)
    from outreach.window import clocks

    at = (campaign.window, clocks("GB", "UTC"))
    back: list[datetime] = []
    for n in range(350):
        found = limits.turned_away(sends.SENDER_CAP, some_send(str(n)), allowed, at, NOW, ready)  # type: ignore[arg-type]
        ready.table.commit(found.writes)
        back.append(found.at)
    days = [sum(one.date() == day for one in back) for day in (date(2031, 3, n) for n in range(5, 13))]
    # Today is Wednesday the 5th: a hundred on Thursday, Friday, Monday, the rest on Tuesday.
    assert days == [0, 100, 100, 0, 0, 100, 50, 0]
    hours = [sum(one.hour == hour for one in back) for hour in range(9, 17)]
    assert min(hours) > 20, "spread over the office hours"


def test_nobody_waits_longer_than_a_month_for_a_cap(ready: Stage) -> None:
    key = keys.waiting(sends.DOMAIN_CAP, "d", TODAY.isoformat())
    ready.table.commit([Put(key, "waiting", {"n": 10_000})])
    at = (DEMO.window, limits.window.clocks("GB", "UTC"))
    allowed = Limits(Caps(9, 1), None, Sender(SENDER))
    found = limits.turned_away(sends.DOMAIN_CAP, some_send(), allowed, at, NOW, ready)  # type: ignore[arg-type]
    assert timedelta(days=29) < found.at - NOW < timedelta(days=32)


def test_many_at_once_never_pass_a_cap() -> None:
    """The cap is a condition of the transaction: whoever reads stale figures is refused by it."""
    # A table that takes many callers at once, which moto's does not.
    table = Table(MemoryTable("race"), "race")
    key = keys.cap(sends.SENDER, SENDER, TODAY.isoformat())
    passed: list[int] = []

    def claim(n: int) -> None:
        while True:
            try:
                table.commit([sends._count(key, 5, sends.SENDER_CAP, 2_000_000_000)])
            except Refusal:
                return
            except Busy:
                continue
            passed.append(n)
            return

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


# Warm-up --------------------------------------------------------------------------------------------------


def test_a_new_sender_sends_what_its_warm_up_allows(ready: Stage) -> None:
    ready.given_campaign(ramp=Ramp(start=1, growth=50, ceiling=200))
    assert only(run(ready))["type"] == "email.sent"
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    told = only(run(ready, step=1))
    assert (told["type"], told["reason"]) == ("email.deferred", "warm_up")
    assert moment(told).date() == TODAY + timedelta(days=1)
    ready.wait(timedelta(days=1))
    ready.given_enrolment(step=1)
    assert only(run(ready, step=1))["type"] == "email.sent"
    ready.given_enrolment(step=2)
    given_draft(ready, step=2)
    assert only(run(ready, step=2))["type"] == "email.sent", "yesterday's one mail allows two today"


def test_the_warm_up_grows_by_what_was_sent_and_the_cap_holds_beside_it(ready: Stage) -> None:
    campaign = ready.given_campaign(ramp=Ramp(10, 50, 500), caps=Caps(120, 9))
    assert limits.read(campaign, NOW, ready).caps.sender_per_day == 10  # type: ignore[arg-type]
    given_sent(ready, TODAY - timedelta(days=1), 40)
    given_sent(ready, TODAY, 300)
    grown = limits.read(campaign, NOW, ready)  # type: ignore[arg-type]
    assert (grown.caps.sender_per_day, grown.ramp is not None) == (60, True)
    given_sent(ready, TODAY - timedelta(days=2), 100)
    full = limits.read(campaign, NOW, ready)  # type: ignore[arg-type]
    assert (full.caps.sender_per_day, full.ramp) == (120, None)


# SES's quota ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        (SendingAccount(most_a_day=200, sent_in_a_day=199), "ses_quota"),
        (SendingAccount(enforcement="SHUTDOWN"), "ses_suspended"),
        (SendingAccount(sending_enabled=False), "ses_paused"),
    ],
)
def test_what_ses_would_refuse_is_not_asked_for_and_comes_back(
    ready: Stage, account: SendingAccount, reason: str
) -> None:
    ready.ses.told = account
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.deferred", reason)
    assert moment(told) >= NOW + limits.ASK_AGAIN
    assert ready.ses.asked == 0
    assert sends.get(ready.table, LEAD, send_id()) is None, "no claim, and no cap counted"
    ready.ses.told = SendingAccount(most_a_day=200, sent_in_a_day=3)
    ready.wait(timedelta(hours=2))
    assert only(run(ready))["type"] == "email.sent"


def test_a_quota_that_is_not_told_holds_nothing_back(ready: Stage) -> None:
    assert ready.ses.told is None
    assert only(run(ready))["type"] == "email.sent"


def test_a_quota_that_ses_refuses_at_the_last_moment_spreads_and_drops_nothing(ready: Stage) -> None:
    ready.ses.answers = [ses.Throttled("ses_quota", 3_600.0)]
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.deferred", "ses_quota")
    assert moment(told) >= NOW + timedelta(hours=1)
    assert (ready.send().state, ready.caps()) == (sends.RELEASED, (0, 0))


def test_throttled_mails_come_back_each_for_itself_and_later_each_time() -> None:
    first = [limits.back_off(some_send(str(n)), 2.0) for n in range(200)]
    assert min(first) >= timedelta(seconds=2)
    assert max(first) < timedelta(seconds=12)
    assert len({wait.total_seconds() for wait in first}) == 10
    fifth = [limits.back_off(some_send(str(n), attempt=5), 2.0) for n in range(200)]
    assert timedelta(seconds=100) < max(fifth) < timedelta(seconds=162)
    assert limits.back_off(some_send(attempt=60), 2.0) <= timedelta(seconds=3602)


# A paused sender ------------------------------------------------------------------------------------------


def pause(stage: Stage, until: datetime, address: str = SENDER, scope: str = "sender") -> None:
    sender = senders.get(stage.table, address)
    figures = Record(100, 9)
    stage.table.commit([senders.pause(sender, until, "bounces", scope, figures, stage.clock.now())])


def test_a_paused_sender_sends_nothing_until_the_pause_is_over(ready: Stage) -> None:
    pause(ready, NOW + timedelta(hours=3))
    told = only(run(ready))
    assert (told["type"], told["reason"]) == ("email.deferred", "sender_paused")
    assert moment(told) >= NOW + timedelta(hours=3)
    assert ready.ses.asked == 0
    ready.wait(timedelta(hours=3))
    assert only(run(ready))["type"] == "email.sent"


def test_a_pause_between_reading_and_claiming_is_seen_by_the_claim(ready: Stage) -> None:
    run(ready)  # makes the sender's row
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    real = ready.ses.account

    def meanwhile(now: datetime) -> tuple[SendingAccount | None, int]:
        pause(ready, NOW + timedelta(days=3))
        return real(now)

    ready.ses.account = meanwhile  # type: ignore[method-assign]
    told = only(run(ready, step=1))
    assert (told["type"], told["reason"]) == ("email.deferred", "sender_paused")
    assert ready.ses.asked == 1
    assert ready.caps() == (1, 1)


def test_a_pause_before_the_very_first_claim_is_seen_by_it_too(ready: Stage) -> None:
    real = ready.ses.account

    def meanwhile(now: datetime) -> tuple[SendingAccount | None, int]:
        pause(ready, NOW + timedelta(days=3))
        return real(now)

    ready.ses.account = meanwhile  # type: ignore[method-assign]
    assert only(run(ready))["reason"] == "sender_paused"
    assert ready.ses.asked == 0


def test_a_new_address_of_a_paused_domain_is_paused_with_it(ready: Stage) -> None:
    other = f"someone@{SENDER.rpartition('@')[2]}"
    pause(ready, NOW + timedelta(days=3), other)
    assert only(run(ready))["type"] == "email.sent", "the other's own rate is its own"
    pause(ready, NOW + timedelta(days=3), other, scope="domain")
    fresh = limits.read(
        ready.given_campaign(sender=DEMO.sender._replace(address=f"new@{SENDER.rpartition('@')[2]}")),
        NOW,
        ready,  # type: ignore[arg-type]
    )
    assert fresh.sender.paused(NOW)


def test_the_first_claim_makes_the_senders_row_and_later_ones_only_look(ready: Stage) -> None:
    run(ready)
    row = senders.get(ready.table, SENDER)
    assert (row.revision, row.paused(NOW)) == (1, False)
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    run(ready, step=1)
    assert senders.get(ready.table, SENDER).revision == 1


def test_a_pause_deferred_mail_asks_at_least_once_a_day(ready: Stage) -> None:
    pause(ready, senders.FOR_EVER)
    told = only(run(ready))
    assert NOW + timedelta(days=1) <= moment(told) <= NOW + timedelta(days=2)


def test_a_window_that_never_closes_spreads_over_a_day_at_most() -> None:
    always = Window(DEMO.window.days, 0, 1440)
    at = limits.window.clocks("GB", "UTC")
    base = datetime(2031, 3, 6, tzinfo=UTC)
    found = [limits.window.spread_moment(always, at, base, str(n)) for n in range(300)]
    assert max(found) < base + timedelta(days=1)


def test_deciding_twice_counts_one_waiting_mail(ready: Stage) -> None:
    ready.given_campaign(caps=Caps(1, 9))
    run(ready)
    ready.given_enrolment(step=1)
    given_draft(ready, step=1)
    event = ready.event(drafted(1), identity="once")
    for _ in range(2):
        process("send_email", event, send_email.handle, ready)  # type: ignore[arg-type]
    assert sends.waiting(ready.table, sends.SENDER_CAP, SENDER, TODAY.isoformat()) == 1

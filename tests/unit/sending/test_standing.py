"""Bounces and complaints count once against their sender, who is paused before SES would do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from adapters import ses
from outreach import ids
from outreach.reputation import COOLING, Record
from outreach.suppression import address_gate, mail_gates
from runtime.clock import FixedClock
from sending import standing
from store import keys, senders, sends, suppression
from store.writes import Put
from tests.unit.sending.stage import ADDRESS, DEMO, PEPPER, Stage
from tests.unit.sending.test_send_email import given_draft, only, run
from tests.unit.sending.test_track_email import HARD, SOFT, document, tell, types

SENDER = DEMO.sender.address
DOMAIN = SENDER.rpartition("@")[2]
NOW = datetime(2031, 3, 5, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def sent(stage: Stage) -> Stage:
    """A lead whose first mail SES has."""
    stage.clock = FixedClock(NOW)
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    run(stage)
    return stage


def given_sent(stage: Stage, day: date, record: Record, address: str = SENDER) -> None:
    attributes = {"n": record.sent, "bounced": record.bounced, "complained": record.complained}
    stage.table.commit([Put(keys.cap(sends.SENDER, address, day.isoformat()), "cap", attributes)])


def today(stage: Stage, address: str = SENDER) -> Record:
    return senders.history(stage.table, address, stage.clock.now().date()).get(
        stage.clock.now().date(), Record()
    )


# Counting -------------------------------------------------------------------------------------------------


def test_a_hard_bounce_counts_once_on_the_day_of_its_mail(sent: Stage) -> None:
    sent.wait(timedelta(days=2))
    assert types(tell(sent, document("Bounce", HARD))) == ["email.bounced", "recipient.suppressed"]
    assert senders.history(sent.table, SENDER, NOW.date() + timedelta(days=2)) == {TODAY: Record(1, 1, 0)}
    assert sent.send().bounced
    # The same bounce, told anew with another time, is told and not counted.
    again = document("Bounce", HARD | {"timestamp": "2031-03-09T12:00:00.000Z"})
    assert types(tell(sent, again)) == ["email.bounced"]
    assert senders.history(sent.table, SENDER, NOW.date() + timedelta(days=2)) == {TODAY: Record(1, 1, 0)}


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("Bounce", SOFT),
        ("Bounce", {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"}),
        ("Delivery", {}),
        ("Reject", {}),
        ("Open", {"userAgent": "x"}),
    ],
)
def test_what_ses_does_not_hold_against_us_does_not_count(
    sent: Stage, kind: str, part: dict[str, Any]
) -> None:
    tell(sent, document(kind, part))
    assert today(sent) == Record(1, 0, 0)
    assert not sent.send().bounced


def test_a_complaint_counts_beside_a_bounce(sent: Stage) -> None:
    tell(sent, document("Complaint", {"complaintFeedbackType": "abuse"}))
    tell(sent, document("Bounce", HARD))
    assert today(sent) == Record(1, 1, 1)
    assert (sent.send().bounced, sent.send().complained) == (True, True)


def test_a_bounce_that_is_the_first_we_hear_settles_counts_and_suppresses_at_once(stage: Stage) -> None:
    stage.clock = FixedClock(NOW)
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    stage.ses.answers = [ses.Unknown("lost")]
    run(stage)
    said = tell(stage, document("Bounce", HARD))
    assert types(said) == ["email.bounced", "email.sent", "recipient.suppressed"]
    assert (stage.send().state, stage.send().bounced) == (sends.SENT, True)
    assert today(stage) == Record(1, 1, 0)


@pytest.mark.parametrize(
    ("kind", "part"), [("Bounce", HARD), ("Complaint", {"complaintFeedbackType": "abuse"})]
)
def test_a_bounce_and_a_complaint_suppress_before_the_very_next_claim(
    sent: Stage, kind: str, part: dict[str, Any]
) -> None:
    tell(sent, document(kind, part))
    assert address_gate(ADDRESS, PEPPER) in suppression.listed(sent.table, mail_gates(ADDRESS, PEPPER))
    sent.given_enrolment(step=1)
    given_draft(sent, step=1)
    told = only(run(sent, step=1))
    assert (told["type"], told["reason"]) == ("email.refused", "address_suppressed")
    assert sent.ses.asked == 1


# Judging --------------------------------------------------------------------------------------------------


def test_one_bounce_of_three_pauses_nobody(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(3))
    assert "sender.paused" not in types(tell(sent, document("Bounce", HARD)))
    assert not senders.get(sent.table, SENDER).paused(NOW)


def test_a_sender_is_paused_before_five_percent_and_its_next_mail_waits(sent: Stage) -> None:
    given_sent(sent, TODAY - timedelta(days=5), Record(700, 30))
    given_sent(sent, TODAY, Record(301, 12))
    said = tell(sent, document("Bounce", HARD))
    assert types(said) == ["email.bounced", "recipient.suppressed"], "told under the campaign, not the lead"
    row = senders.get(sent.table, SENDER)
    assert row.paused(NOW)
    assert (row.reason, row.scope, row.at_pause) == ("bounces", "sender", Record(1001, 43))
    assert 43 / 1001 < 0.05
    assert row.paused_until == NOW + COOLING
    events = sent.table.items(keys.campaign_pk(DEMO.id), keys.EVENT, consistent=True)
    assert ['"sender.paused"' in item["detail"] for item in events] == [True]
    sent.given_enrolment(step=1)
    given_draft(sent, step=1)
    told = only(run(sent, step=1))
    assert (told["type"], told["reason"]) == ("email.deferred", "sender_paused")


def test_a_sender_is_paused_for_complaints(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(2_000, 0, 1))
    tell(sent, document("Complaint", {"complaintFeedbackType": "abuse"}))
    row = senders.get(sent.table, SENDER)
    assert (row.paused(NOW), row.reason) == (True, "complaints")


def test_a_sender_that_is_paused_already_is_not_paused_again(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(100, 30))
    tell(sent, document("Bounce", HARD))
    until = senders.get(sent.table, SENDER).paused_until
    sent.wait(timedelta(hours=5))
    tell(sent, document("Complaint", {"complaintFeedbackType": "abuse"}))
    assert senders.get(sent.table, SENDER).paused_until == until


def test_the_senders_of_a_domain_are_judged_together_and_paused_together(sent: Stage) -> None:
    others = [f"{name}@{DOMAIN}" for name in ("bo", "cy", "di")]
    for address in others:
        sent.table.commit([senders.may_send(senders.get(sent.table, address), NOW)])
        given_sent(sent, TODAY - timedelta(days=1), Record(60, 3), address)
    given_sent(sent, TODAY, Record(60, 2))
    tell(sent, document("Bounce", HARD))
    rows = {one.address: one for one in senders.of_domain(sent.table, DOMAIN)}
    assert set(rows) == {SENDER, *others}
    assert all(one.paused(NOW) and one.scope == "domain" for one in rows.values())
    assert rows[SENDER].at_pause == Record(240, 12)


# Afterwards -----------------------------------------------------------------------------------------------


def test_after_the_cooling_the_sender_is_judged_anew(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(100, 30))
    tell(sent, document("Bounce", HARD))
    sent.wait(COOLING)
    now = sent.clock.now()
    row = senders.get(sent.table, SENDER)
    assert not row.paused(now)
    given_sent(sent, now.date(), Record(50, 1))
    assert senders.record(row, senders.history(sent.table, SENDER, now.date())) == Record(50, 1)


def test_who_is_resumed_by_hand_is_forgiven_what_was_until_then(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(100, 30))
    tell(sent, document("Bounce", HARD))
    row = senders.get(sent.table, SENDER)
    sent.table.commit([senders.resume(row, today(sent), NOW)])
    row = senders.get(sent.table, SENDER)
    assert not row.paused(NOW)
    assert senders.record(row, senders.history(sent.table, SENDER, TODAY)) == Record()
    given_sent(sent, TODAY, Record(110, 32))
    assert senders.record(row, senders.history(sent.table, SENDER, TODAY)) == Record(10, 1)


def test_mails_older_than_a_month_are_forgotten(sent: Stage) -> None:
    given_sent(sent, TODAY - timedelta(days=31), Record(100, 50))
    given_sent(sent, TODAY - timedelta(days=30), Record(10, 1))
    assert senders.history(sent.table, SENDER, TODAY) == {
        TODAY: Record(1),
        TODAY - timedelta(days=30): Record(10, 1),
    }


def test_no_address_stands_in_the_event(sent: Stage) -> None:
    given_sent(sent, TODAY, Record(100, 30))
    tell(sent, document("Bounce", HARD))
    (told,) = sent.table.items(keys.campaign_pk(DEMO.id), keys.EVENT, consistent=True)
    assert "@" not in told["detail"]
    assert standing.sender_id(SENDER) in told["detail"]
    assert standing.sender_id(SENDER) == ids.digest("sender", SENDER)


def test_two_hands_that_pause_at_once_pause_once(sent: Stage) -> None:
    row = senders.get(sent.table, SENDER)
    first = senders.pause(row, NOW + COOLING, "bounces", "sender", Record(9, 9), NOW)
    second = senders.pause(row, NOW + 2 * COOLING, "complaints", "sender", Record(9, 9), NOW)
    sent.table.commit([first])
    with pytest.raises(Exception, match=senders.CHANGED):
        sent.table.commit([second])
    assert senders.get(sent.table, SENDER).reason == "bounces"

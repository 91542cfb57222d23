"""What an answer means for the one it answers, and for the company's others: each row of the table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach import answers
from outreach.enrolment import StopReason
from outreach.sequence import Kind

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("label", "days"), [("WARM", 90), ("NEUTRAL", 30), ("COLD", 180)])
def test_a_person_s_answer_stops_its_own_and_rests_the_company(label, days):
    meaning = answers.of_reply(label, AT)
    assert meaning.own is not None
    assert meaning.others is not None
    assert (meaning.own.kind, meaning.own.stop, meaning.own.detail) == (
        Kind.STOP,
        StopReason.REPLIED,
        label.lower(),
    )
    assert (meaning.others.kind, meaning.others.at) == (Kind.PAUSED, AT + timedelta(days=days))
    assert meaning.rests_until == AT + timedelta(days=days)


@pytest.mark.parametrize(
    ("label", "stop"), [("UNSUBSCRIBE", StopReason.UNSUBSCRIBED), ("COMPLAINT", StopReason.COMPLAINED)]
)
def test_a_refusal_rests_the_company_for_a_year(label, stop):
    meaning = answers.of_reply(label, AT)
    assert meaning.own is not None
    assert (meaning.own.stop, meaning.rests_until) == (stop, AT + timedelta(days=365))


def test_a_named_day_is_waited_for_unless_a_person_should_look_first():
    waits = answers.of_reply("NEUTRAL", AT, not_before=date(2026, 6, 1))
    assert waits.own is not None
    assert (waits.own.kind, waits.rests_until) == (Kind.LATER, datetime(2026, 6, 1, tzinfo=UTC))
    unsure = answers.of_reply("NEUTRAL", AT, not_before=date(2026, 6, 1), needs_review=True)
    assert unsure.own is not None
    assert unsure.own.stop is StopReason.REPLIED


def test_an_absence_is_waited_out_and_a_departure_is_not():
    away = answers.of_reply("AUTO_REPLY", AT, returns_on=date(2026, 3, 9))
    gone = answers.of_reply("AUTO_REPLY", AT, returns_on=date(2026, 3, 9), left=True)
    assert away.own is not None
    assert gone.own is not None
    assert away.own.kind is Kind.AWAY
    assert (gone.own.stop, gone.own.detail) == (StopReason.REPLIED, "left_company")
    assert (gone.others, gone.rests_until) == (None, None)


@pytest.mark.parametrize("label", ["BOUNCED", "OTHER", "AUTO_REPLY"])
def test_notices_without_a_day_mean_nothing(label):
    assert answers.of_reply(label, AT) == answers.NOTHING


def test_an_answer_that_waits_to_be_read_holds_the_whole_company():
    until = AT + timedelta(hours=1)
    meaning = answers.of_delayed(until)
    assert meaning.own == meaning.others
    assert meaning.own is not None
    assert (meaning.own.kind, meaning.own.at, meaning.rests_until) == (Kind.PAUSED, until, None)


def test_who_asks_to_be_contacted_is_nobody_s_prospect_any_more():
    meaning = answers.of_inquiry(AT)
    assert meaning.own == meaning.others
    assert meaning.own is not None
    assert meaning.own.stop is StopReason.CONVERTED

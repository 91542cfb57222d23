"""A conversation ends alike in whatever order its events arrive, and on whatever clocks it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import sequence, window
from outreach.campaign import Campaign, Step, Window
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State, StopReason
from outreach.ids import digest
from outreach.lease import SKEW
from outreach.sequence import Due, Happening, advance

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
AGAIN = replace(DEMO, steps=(*DEMO.steps, Step(0, "follow_up", again=True)))
WEEKDAYS = Window(("mon", "tue", "wed", "thu", "fri"), 9 * 60, 17 * 60)
SPREAD = replace(DEMO, window=WEEKDAYS._replace(spread_seconds=3_600))
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ACTIVE = Enrolment(
    lead_id=digest("lead"),
    campaign_id="demo",
    campaign_version=1,
    country="GB",
    state=State.ACTIVE,
    due_at=NOW,
)

# What reaches the machine in any order. The mail for a named day is not among it: the answer causes it.
TOLD = [
    sequence.sent(0, NOW),
    sequence.sent(1, NOW + timedelta(seconds=30)),
    sequence.away(date(2026, 3, 16)),
    sequence.away(date(2026, 7, 1)),
    sequence.later(date(2026, 6, 1)),
    sequence.later(date(2026, 8, 1)),
    sequence.later(date(2026, 1, 1)),
    sequence.paused(NOW + timedelta(days=30), "answered"),
    sequence.stopped(StopReason.REPLIED),
    sequence.stopped(StopReason.UNSUBSCRIBED),
]


def end(happenings: list[Happening], campaign: Campaign, start: Enrolment = ACTIVE) -> Enrolment:
    for happening in happenings:
        start = advance(start, happening, campaign, NOW).enrolment
    return start


@settings(max_examples=1500)
@given(
    st.lists(st.sampled_from(TOLD), max_size=8),
    st.randoms(use_true_random=False),
    st.sampled_from([DEMO, AGAIN, SPREAD]),
)
def test_mails_and_answers_end_alike_in_every_order(
    happenings: list[Happening], dice: Random, campaign: Campaign
) -> None:
    shuffled = [*happenings, *dice.sample(happenings, len(happenings) // 2)]
    dice.shuffle(shuffled)
    one, other = end(happenings, campaign), end(shuffled, campaign)
    assert (one.state, one.stop_reason) == (other.state, other.stop_reason)
    assert one.step == other.step or one.state is State.STOPPED
    assert one.not_before == other.not_before
    assert one.last_sent_at == other.last_sent_at


# "Write in June" ----------------------------------------------------------------------------------------


def test_in_june_the_mail_for_it_is_sent_instead_of_the_follow_ups_and_then_it_is_over() -> None:
    asked = advance(replace(ACTIVE, step=1), sequence.later(date(2026, 6, 1)), AGAIN, NOW)
    assert asked.due is not None
    assert (asked.due.step, asked.enrolment.state) == (2, State.POSTPONED)
    gone = advance(asked.enrolment, sequence.sent(2, asked.due.at), AGAIN, asked.due.at)
    assert (gone.enrolment.state, gone.due) == (State.FINISHED, None)


def test_without_a_mail_for_it_the_next_follow_up_goes_in_june_and_the_sequence_goes_on() -> None:
    asked = advance(ACTIVE, sequence.later(date(2026, 6, 1)), DEMO, NOW)
    assert asked.due is not None
    assert asked.due.step == 0
    gone = advance(asked.enrolment, sequence.sent(0, asked.due.at), DEMO, asked.due.at)
    assert gone.due == Due(1, asked.due.at + timedelta(seconds=20))


def test_after_the_last_follow_up_june_still_has_its_mail() -> None:
    over = end([sequence.sent(0, NOW), sequence.sent(1, NOW)], AGAIN)
    assert over.state is State.FINISHED
    asked = advance(over, sequence.later(date(2026, 6, 1)), AGAIN, NOW)
    assert asked.due is not None
    assert (asked.due.step, asked.enrolment.state) == (2, State.POSTPONED)


def test_whoever_asks_for_another_month_after_the_mail_for_it_is_not_written_to_again() -> None:
    over = end([sequence.sent(2, NOW)], AGAIN)
    halted = advance(over, sequence.later(date(2026, 8, 1)), AGAIN, NOW)
    assert (halted.enrolment.stop_reason, halted.due) == (StopReason.REPLIED, None)


def test_a_mail_in_doubt_that_is_left_behind_holds_nothing() -> None:
    doubted = advance(ACTIVE, sequence.in_doubt(0), AGAIN, NOW).enrolment
    asked = advance(doubted, sequence.later(date(2026, 6, 1)), AGAIN, NOW)
    assert asked.due is not None
    assert asked.due.step == 2
    assert not asked.enrolment.in_doubt


@pytest.mark.parametrize(
    "told", [sequence.away(date(2026, 6, 1)), sequence.later(date(2026, 6, 1)), sequence.paused(NOW, "x")]
)
def test_every_moment_is_in_utc_as_the_table_writes_it(told: Happening) -> None:
    decision = advance(replace(ACTIVE, country="US"), told, DEMO, NOW)
    moments = [decision.enrolment.not_before, decision.enrolment.postponed_until]
    assert [moment.tzinfo for moment in moments if moment] == [UTC] * 2


# Clocks that differ, jump, or are not known -------------------------------------------------------------


def test_a_mail_that_was_early_on_another_clock_is_asked_for_again() -> None:
    opening = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    office = replace(DEMO, window=WEEKDAYS)
    waits = replace(ACTIVE, due_at=opening)
    ahead = opening + timedelta(seconds=2)
    late = opening - timedelta(seconds=30)
    assert not window.is_open(office.window, window.clocks("GB", "Europe/London"), late)
    decision = advance(waits, sequence.deferred(0, opening, "window"), office, ahead)
    assert decision.due is not None, "nothing else would ever ask for it"
    assert opening + SKEW <= decision.due.at <= opening + 2 * SKEW
    again = advance(decision.enrolment, sequence.deferred(0, opening, "window"), office, ahead)
    assert again.due is None, "told twice, asked for once"


def test_a_deferral_that_is_overtaken_by_a_later_moment_changes_nothing() -> None:
    waits = replace(ACTIVE, due_at=NOW + timedelta(days=3))
    assert not advance(waits, sequence.deferred(0, NOW + timedelta(days=1), "window"), DEMO, NOW).changed


ZONES = {"GB": "Europe/London", "DE": "Europe/Berlin", "CL": "America/Santiago", "AU": "Australia/Sydney"}


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(ZONES)),
    st.integers(0, 700 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    st.integers(1, 40),
)
def test_a_wait_over_a_change_of_clocks_ends_in_the_recipients_window(
    country: str, sent_at: datetime, days: int
) -> None:
    office = replace(
        DEMO, window=WEEKDAYS, steps=(DEMO.steps[0], DEMO.steps[1]._replace(wait_seconds=days * 86_400))
    )
    decision = advance(replace(ACTIVE, country=country), sequence.sent(0, sent_at), office, sent_at)
    assert decision.due is not None
    assert decision.due.at >= sent_at + timedelta(days=days)
    assert window.is_open(office.window, window.clocks(country, "Europe/London"), decision.due.at)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("GB", date(2026, 3, 29)),  # the clocks skip an hour in the night
        ("GB", date(2026, 10, 25)),  # and show one twice
        ("LB", date(2026, 3, 29)),  # midnight itself does not exist in Beirut
        ("EG", date(2026, 4, 24)),  # nor in Cairo
    ],
)
def test_a_return_on_a_day_that_the_clocks_change_is_waited_for(country: str, day: date) -> None:
    always = replace(DEMO, window=Window(tuple(DEMO.window.days), 0, 1440))
    decision = advance(replace(ACTIVE, country=country), sequence.away(day), always, NOW)
    assert decision.due is not None
    zone = ZoneInfo(window.clocks(country, "Europe/London").zones[0])
    assert decision.due.at.astimezone(zone).date() >= day
    assert decision.due.at.astimezone(zone) - datetime.combine(day, datetime.min.time(), tzinfo=zone) < (
        timedelta(days=5)
    )


@pytest.mark.parametrize("country", ["", "ZZ", "AQ"])
def test_a_lead_with_no_zone_is_written_to_on_the_senders_clock_in_a_narrower_window(country: str) -> None:
    office = replace(DEMO, window=WEEKDAYS)
    night = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    unknown = replace(ACTIVE, country=country, state=State.FOUND, due_at=None)
    decision = advance(unknown, sequence.scored(True), office, night)
    assert decision.due == Due(0, datetime(2026, 3, 5, 11, 0, tzinfo=UTC))

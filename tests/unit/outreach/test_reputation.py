"""When a sender must stop: not for one bounce of three, and not as late as SES."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.quota import SendingAccount, reason_to_wait
from outreach.reputation import Limits, Record, bounce_chance, chance, complaint_chance, trouble

USUAL = Limits()


def below_by_sum(x: float, a: int, b: int) -> float:
    """P(Beta(a, b) < x) for whole numbers, by the binomial identity: another way than the one under test."""
    n = a + b - 1
    return math.fsum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))


@pytest.mark.parametrize(
    "record",
    [Record(), Record(3, 1), Record(10, 2), Record(20, 2), Record(100, 3), Record(1000, 40), Record(1, 0, 1),
     Record(900, 0, 1), Record(10_000, 300, 5)],
)  # fmt: skip
def test_a_sender_goes_on_while_little_speaks_against_it(record: Record) -> None:
    assert trouble(record, USUAL) == ""


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Record(10, 3), "bounces"),
        (Record(40, 3), "bounces"),
        (Record(100, 5), "bounces"),
        (Record(1000, 43), "bounces"),
        (Record(20_000, 960), "bounces"),
        (Record(100, 0, 2), "complaints"),
        (Record(3_000, 0, 2), "complaints"),
        (Record(20_000, 0, 16), "complaints"),
        (Record(1000, 80, 5), "complaints"),
    ],
)
def test_a_sender_stops_before_ses_stops_it(record: Record, reason: str) -> None:
    assert trouble(record, USUAL) == reason


def test_from_some_sixty_mails_on_nobody_reaches_five_percent() -> None:
    for sent in range(61, 5_000):
        assert trouble(Record(sent, math.ceil(sent * 0.05)), USUAL) == "bounces", sent


def test_from_two_thousand_mails_on_nobody_reaches_a_thousandth() -> None:
    for sent in range(2_000, 200_000, 37):
        assert trouble(Record(sent, 0, math.ceil(sent * 0.001)), USUAL) == "complaints", sent


def test_a_good_list_is_hardly_ever_stopped_and_a_bad_one_soon() -> None:
    dice = random.Random(7)

    def stopped_after(rate: float) -> int | None:
        bounced = 0
        for sent in range(1, 2_001):
            bounced += dice.random() < rate
            if trouble(Record(sent, bounced), USUAL):
                return sent
        return None

    good = [stopped_after(0.01) for _ in range(100)]
    assert sum(one is not None for one in good) <= 3
    bad = [stopped_after(0.12) for _ in range(100)]
    assert all(one is not None for one in bad)
    assert sorted(one or 0 for one in bad)[90] < 130


@given(st.integers(1, 40), st.integers(1, 400), st.floats(0.001, 0.6))
def test_the_chance_agrees_with_the_binomial_sum(a: int, b: int, x: float) -> None:
    mine = chance(a - 1, a + b - 2, 100 * x, 1.0, 2.0)
    assert mine == pytest.approx(1 - below_by_sum(x, a, b), abs=1e-9)


@given(st.integers(0, 5_000), st.integers(0, 200), st.integers(1, 200))
def test_more_bounces_never_look_better_and_more_mails_never_worse(sent: int, bad: int, more: int) -> None:
    bad = min(bad, sent)
    here = bounce_chance(Record(sent, bad), USUAL)
    assert bounce_chance(Record(sent + more, bad + more), USUAL) >= here - 1e-12
    assert bounce_chance(Record(sent + more, bad), USUAL) <= here + 1e-12
    assert 0.0 <= complaint_chance(Record(sent, 0, bad), USUAL) <= 1.0


def test_more_bounces_than_mails_known_count_as_all() -> None:
    # A day's row may have been forgotten while its bounces still come in.
    assert trouble(Record(0, 4), USUAL) == "bounces"


def test_a_stage_may_bear_more() -> None:
    assert trouble(Record(20, 8, 3), Limits(bounces=60, complaints=40)) == ""


@pytest.mark.parametrize(
    ("account", "since", "reason"),
    [
        (SendingAccount(), 10_000, ""),
        (SendingAccount(most_a_day=200, sent_in_a_day=150), 10, ""),
        (SendingAccount(most_a_day=200, sent_in_a_day=150), 46, "ses_quota"),
        (SendingAccount(most_a_day=200, sent_in_a_day=196), 0, "ses_quota"),
        (SendingAccount(most_a_day=10, sent_in_a_day=9), 0, ""),
        (SendingAccount(most_a_day=10, sent_in_a_day=10), 0, "ses_quota"),
        (SendingAccount(most_a_day=0), 0, "ses_quota"),
        (SendingAccount(enforcement="PROBATION"), 0, ""),
        (SendingAccount(enforcement="SHUTDOWN", sending_enabled=False), 0, "ses_suspended"),
        (SendingAccount(sending_enabled=False), 0, "ses_paused"),
    ],
)
def test_what_ses_says_of_the_account_keeps_mails_back(
    account: SendingAccount, since: int, reason: str
) -> None:
    assert reason_to_wait(account, since) == reason

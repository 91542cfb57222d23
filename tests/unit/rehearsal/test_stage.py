"""The days of a campaign on a virtual clock: the rules that hold in earnest hold here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cli.rehearsal import audience, stage
from cli.rehearsal.audience import Act, Company
from cli.rehearsal.stage import Played, Settings, What
from outreach import compliance, ids, window
from outreach.campaign import Campaign, Caps, Ramp
from outreach.campaign_file import load
from outreach.enrolment import State
from outreach.places import Place

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
EXAMPLE = Path(__file__).parents[3] / "campaigns" / "shop-checkout-uk-us.yml"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    found = load(EXAMPLE)
    return replace(found, caps=Caps(sender_per_day=60, domain_per_day=1), ramp=None)


def company(number: int, country: str = "GB", address: str = "") -> Company:
    domain = f"firm-{number}.example"
    return Company(
        line=number + 2,
        lead_id=ids.lead_id(domain),
        name=f"Firm {number} Ltd",
        domain=domain,
        address=address or f"hello@{domain}",
        country=country,
        place=Place(country),
        subscriber=compliance.subscriber([f"Firm {number} Ltd"]),
        consent=None,
    )


def many(number: int, country: str = "GB") -> list[Company]:
    return [company(n, country) for n in range(number)]


def play(campaign: Campaign, companies: list[Company], days: int = 30, **more) -> Played:
    assumed = more.pop("assumed", {})
    return stage.play(campaign, companies, Settings(START, days, 1, assumed, **more))


def sent(played: Played) -> list[stage.Line]:
    return [line for line in played.lines if line.what is What.SENT]


def test_everybody_silent_gets_every_step_once_and_finishes(campaign):
    played = play(campaign, many(10))
    assert Counter((line.company, line.step) for line in sent(played)) == {
        (n, step): 1 for n in range(10) for step in range(campaign.follow_up_count)
    }
    assert {one.state for one in played.enrolments} == {State.FINISHED}


def test_the_same_seed_plays_the_same_days_and_another_plays_others(campaign):
    companies = many(60)
    first = play(campaign, companies, assumed=audience.TYPICAL)
    assert first == play(campaign, companies, assumed=audience.TYPICAL)
    other = stage.play(campaign, companies, Settings(START, 30, 2, {Act.WARM: 30.0}))
    assert other.lines != play(campaign, companies, assumed={Act.WARM: 30.0}).lines


def test_every_mail_goes_inside_its_window(campaign):
    companies = many(30) + [company(100 + n, "US") for n in range(30)] + [company(200, "")]
    for line in sent(play(campaign, companies)):
        at = window.clocks(companies[line.company].place, campaign.sender.time_zone)
        assert window.is_open(campaign.window, at, line.at)


def test_caps_hold_on_every_day_and_nobody_is_dropped(campaign):
    capped = replace(campaign, caps=campaign.caps._replace(sender_per_day=20, domain_per_day=1))
    played = play(capped, many(100), days=120)
    by_day = Counter(line.at.date() for line in sent(played))
    assert max(by_day.values()) <= 20
    assert {one.state for one in played.enrolments} == {State.FINISHED}
    assert len(sent(played)) == 100 * campaign.follow_up_count


def test_a_campaign_cap_holds_beside_the_sender_s(campaign):
    capped = replace(campaign, caps=campaign.caps._replace(campaign_per_day=5))
    played = play(capped, many(40))
    assert max(Counter(line.at.date() for line in sent(played)).values()) <= 5
    assert {line.why for line in played.lines if line.what is What.PUT_OFF} == {"campaign_cap"}


def test_a_new_sender_warms_up(campaign):
    ramped = replace(campaign, ramp=Ramp(start=5, growth=50, ceiling=60))
    played = play(ramped, many(200), days=20)
    counts = [n for _, n in sorted(Counter(line.at.date() for line in sent(played)).items())]
    assert counts[0] == 5
    assert all(later <= earlier * 1.5 + 1 for earlier, later in pairwise(counts))
    assert max(counts) > 20
    assert "warm_up" in {line.why for line in played.lines if line.what is What.PUT_OFF}


def test_the_quota_of_ses_holds_in_any_day(campaign):
    played = play(campaign, many(100), quota=30)
    moments = [line.at for line in sent(played)]
    for moment in moments:
        assert sum(moment - timedelta(days=1) < other <= moment for other in moments) <= 30


def test_countries_that_want_consent_are_refused_by_rule(campaign):
    played = play(campaign, [company(0, "DE"), company(1, "")])
    why = {line.company: line.why for line in played.lines if line.what is What.REFUSED}
    assert why == {0: "country_needs_consent", 1: "country_unknown"}
    assert sent(played) == []


@pytest.mark.parametrize("act", [Act.WARM, Act.COLD, Act.BOUNCE, Act.COMPLAINT, Act.UNSUBSCRIBE])
def test_nothing_follows_what_ends_a_conversation(campaign, act):
    played = play(campaign, many(20), assumed={act: 100.0})
    assert {one.state for one in played.enrolments} <= {State.STOPPED, State.POSTPONED, State.ACTIVE}
    ended = {line.company: line.at for line in played.lines if line.what is What.ANSWERED}
    assert ended
    assert all(line.at < ended[line.company] for line in sent(played) if line.company in ended)


def test_who_is_away_gets_the_next_mail_after_the_return(campaign):
    played = play(campaign, many(20), days=60, assumed={Act.AWAY: 100.0})
    first = {line.company: line.at for line in sent(played) if line.step == 0}
    second = {line.company: line.at for line in sent(played) if line.step == 1}
    back = {n: first[n].date() + timedelta(days=2) for n in first}
    assert all(second[n].date() >= back[n] for n in second)
    assert len(second) == 20


def test_too_many_bounces_pause_the_sender(campaign):
    played = play(campaign, many(300), assumed={Act.BOUNCE: 20.0})
    (at, sender, reason, until), *_ = played.pauses
    assert (sender, reason) == (campaign.sender.address, "bounces")
    assert not any(at < line.at < until for line in sent(played))
    assert "sender_paused" in {line.why for line in played.lines if line.what is What.PUT_OFF}


def test_one_mailbox_is_in_one_conversation_at_a_time(campaign):
    shared = [company(0, address="ann@shared.example"), company(1, address="Ann+shop@shared.example")]
    played = play(campaign, shared, days=10)
    assert len({line.company for line in sent(played)}) == 1
    assert "person_in_conversation" in {line.why for line in played.lines if line.what is What.PUT_OFF}


def test_each_day_is_told_once_and_in_order(campaign):
    told: list[date] = []
    stage.play(campaign, many(5), Settings(START, 10, 1, {}), told.append)
    assert told == sorted(set(told))

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign import Target
from outreach.engagement import CLICK, Touch
from outreach.facts import Fact
from outreach.profile import Profile
from outreach.target import Catalogue, Size, Technologies
from scoring.intent import Signal
from scoring.score import score
from scoring.signals import answers, clicks
from scoring.weights import BadWeights, default_weights, read_weights

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


def fact(kind: str, value: str, confidence: float = 1.0, /, **detail: str) -> Fact:
    return Fact(f"{kind}-{value}", kind, value, "https://northwind.example/", "test", confidence, "", detail)


FACTS = (
    fact("company", "Northwind Traders", 0.9),
    fact("description", "Coffee roasted in small batches, with delivery."),
    fact("platform", "shopify", 0.9),
    fact("country", "GB", 0.8),
    fact("email", "info@northwind.example", kind="role", domain="own"),
    fact("technology", "klaviyo", **{"for": "mail"}),
    fact("technology", "google_analytics", **{"for": "analytics"}),
    fact("technology", "paypal", **{"for": "payments"}),
    fact("social", "https://www.instagram.com/n", network="instagram"),
    fact("phone", "+442079460958", kind="phone"),
)
PROFILE = Profile("northwind.example", "", FACTS)
TARGET = Target(platforms=("shopify",), countries=("GB",), keywords=("coffee", "tea", "delivery", "gift"))


def test_a_company_that_matches_in_everything_scores_high_and_says_why() -> None:
    result = score(PROFILE, TARGET)
    assert [(c.name, c.points) for c in result.fit_reasons] == [
        ("platform", 32),
        ("country", 16),
        ("keywords", 20),
        ("role_mailbox", 15),
        ("named", 5),
        ("described", 5),
    ]
    assert result.fit == 93
    assert [(c.name, c.points) for c in result.intent_reasons] == [
        ("services", 8),
        ("payments", 6),
        ("socials", 4),
        ("phone", 6),
    ]
    assert result.intent == 24
    assert result.total == (93 * 70 + 24 * 30) // 100
    assert result.fit_reasons[0].fact == "platform-shopify"
    assert result.fit_reasons[0].why == "runs shopify, which is wanted"


def test_what_a_campaign_leaves_open_is_met_by_everybody() -> None:
    points = {c.name: c.points for c in score(Profile("x.example", ""), Target()).fit_reasons}
    assert points == {"platform": 35, "country": 20, "keywords": 20}


def test_the_wrong_platform_and_country_count_against() -> None:
    result = score(PROFILE, Target(platforms=("magento",), countries=("US",), keywords=("zebra",)))
    assert {c.name: c.points for c in result.fit_reasons if c.points < 0} == {
        "other_platform": -10,
        "other_country": -40,
    }
    assert result.fit == 0


def test_no_shop_counts_against_where_a_shop_is_wanted() -> None:
    result = score(Profile("x.example", ""), Target(platforms=("shopify",)))
    assert ("no_platform", -20) in [(c.name, c.points) for c in result.fit_reasons]


def test_an_unknown_country_is_neither_good_nor_bad() -> None:
    profile = replace(PROFILE, facts=tuple(f for f in FACTS if f.kind != "country"))
    names = {c.name for c in score(profile, TARGET).fit_reasons}
    assert not names & {"country", "other_country"}


def test_words_count_at_their_beginning_only() -> None:
    profile = Profile("x.example", "", (fact("description", "We restore old instruments."),))
    assert "keywords" not in {c.name for c in score(profile, Target(keywords=("store",))).fit_reasons}


def test_a_campaign_overrides_weights_by_name_and_is_told_of_names_that_do_not_exist() -> None:
    result = score(PROFILE, TARGET._replace(weights={"platform": 100, "plattform": 50}))
    assert result.fit_reasons[0].points == 90
    assert result.ignored == ("plattform",)


def test_a_signal_halves_in_its_half_life_and_counts_once_a_kind() -> None:
    signals = [Signal("clicked", NOW - timedelta(days=14)), Signal("clicked", NOW - timedelta(days=28))]
    (clicked,) = [c for c in score(PROFILE, TARGET, signals, NOW).intent_reasons if c.name == "clicked"]
    assert clicked.points == round(15 / 2)
    assert clicked.why == "clicked 14 days ago"


def test_a_cold_reply_takes_intent_away() -> None:
    assert score(PROFILE, TARGET, [Signal("replied_cold", NOW)], NOW).intent == 0


def test_a_signal_from_the_future_counts_as_now() -> None:
    warm = score(PROFILE, TARGET, [Signal("replied_warm", NOW + timedelta(days=3))], NOW)
    assert warm.intent == 84


def test_signals_need_a_moment_and_a_known_kind() -> None:
    with pytest.raises(ValueError, match="moment"):
        score(PROFILE, TARGET, [Signal("clicked", NOW)])
    with pytest.raises(ValueError, match="half-life"):
        score(PROFILE, TARGET, [Signal("phoned", NOW)], NOW)


def test_the_threshold_is_reached_by_the_total() -> None:
    result = score(PROFILE, TARGET)
    assert result.reaches(result.total)
    assert not result.reaches(result.total + 1)


@given(st.permutations(FACTS), st.lists(st.sampled_from(FACTS), max_size=10))
def test_scores_stay_in_their_range_and_add_up(facts: list[Fact], more: list[Fact]) -> None:
    result = score(Profile("northwind.example", "", (*facts, *more)), TARGET)
    assert 0 <= result.fit <= 100
    assert 0 <= result.intent <= 100
    assert result.fit == max(0, min(100, sum(c.points for c in result.fit_reasons)))
    assert result == score(Profile("northwind.example", "", (*facts, *more)), TARGET)


def test_the_project_s_own_weights_are_sound() -> None:
    weights = default_weights()
    assert weights.total == {"fit": 70, "intent": 30}
    assert set(weights.half_life_days) <= set(weights.intent)


GOOD = "fit: {a: 1}\nintent: {b: 2}\nhalf_life_days: {b: 7}\ntotal: {fit: 60, intent: 40}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("fit: {", "not YAML"),
        ("- fit", "no sections"),
        ("fit: {a: 1}\n", "intent: is missing"),
        (GOOD + "fitt: {}\n", "fitt: is no section"),
        (GOOD.replace("a: 1", "a: 101"), "fit.a is not"),
        (GOOD.replace("a: 1", "a: true"), "fit.a is not"),
        (GOOD.replace("a: 1", "b: 1"), "named twice: b"),
        (GOOD.replace("b: 7", "b: 0"), "half_life_days.b is not"),
        (GOOD.replace("b: 7", "c: 7"), "half_life_days.c names no intent"),
        (GOOD.replace("fit: 60", "fit: 61"), "sum to 100"),
    ],
)
def test_weights_that_break_the_rules_are_refused_by_name(text: str, fault: str) -> None:
    read_weights(GOOD)
    with pytest.raises(BadWeights, match=fault):
        read_weights(text)


WISHES = Target(
    industries=("food",),
    size=(Size.TO_10,),
    languages=("en",),
    currencies=("GBP",),
    catalogue=Catalogue(least=10, most=200),
    technologies=Technologies(wanted=("klaviyo",), unwanted=("paypal",)),
)


def declared(*facts: Fact, target: Target = WISHES) -> dict[str, int]:
    reasons = score(Profile("x.example", "", facts), target).fit_reasons
    return {c.name: c.points for c in reasons if c.name not in {"platform", "country", "keywords"}}


def test_what_a_campaign_asks_for_counts_where_the_pages_say_something() -> None:
    met = declared(
        fact("industry", "food", 0.5),
        fact("size", "1-10"),
        fact("language", "de"),
        fact("language", "en"),
        fact("currency", "GBP"),
        fact("product_count", "40"),
        fact("technology", "klaviyo"),
        fact("technology", "paypal"),
    )
    assert met == {
        "industry": 10,
        "size": 10,
        "language": 10,
        "currency": 5,
        "catalogue": 10,
        "wanted_technology": 8,
        "unwanted_technology": -15,
    }


def test_what_a_campaign_asks_for_and_the_pages_deny_counts_against() -> None:
    denied = declared(
        fact("industry", "toys"), fact("size", "1000+"), fact("currency", "USD"), fact("product_count", "900")
    )
    assert denied == {"other_industry": -15, "other_size": -10, "other_currency": -5, "other_catalogue": -10}


def test_what_nobody_knows_is_neither_good_nor_bad() -> None:
    assert declared() == {}
    assert declared(fact("industry", "toys"), target=Target()) == {}


@pytest.mark.parametrize(
    ("count", "least", "most", "points"),
    [
        ("250+", 10, None, 10),
        ("250+", 500, None, None),  # the list went on: there may be that many
        ("250+", None, 900, None),
        ("250+", None, 100, -10),
        ("9", 10, None, -10),
        ("many", 10, None, None),
    ],
)
def test_a_count_that_is_a_lower_bound_decides_only_what_it_can(count, least, most, points) -> None:
    target = Target(catalogue=Catalogue(least, most))
    found = declared(fact("product_count", count), target=target)
    assert found.get("catalogue", found.get("other_catalogue")) == points


def test_the_newest_product_and_a_changed_service_fade() -> None:
    facts = (
        fact("newest_product", "Mug", published_at=(NOW - timedelta(days=30)).isoformat()),
        fact("changed_technology", "took up klaviyo", seen_at=(NOW - timedelta(days=45)).isoformat()),
        fact("hiring", "https://x.example/jobs"),
        fact("sale", "Winter sale"),
    )
    reasons = score(Profile("x.example", "", facts), Target(), now=NOW).intent_reasons
    assert [(c.name, c.points) for c in reasons] == [
        ("hiring", 12),
        ("announces", 6),
        ("new_products", 8),
        ("changed_services", 10),
    ]
    assert reasons[2].why == "published Mug 30 days ago"


def test_without_a_moment_dated_facts_fade_to_when_the_pages_were_read() -> None:
    facts = (fact("newest_product", "Mug", published_at="2026-03-01T00:00:00+00:00"),)
    (reason,) = score(Profile("x.example", "2026-03-31T00:00:00Z", facts), Target()).intent_reasons
    assert reason.points == 8
    assert score(Profile("x.example", "", facts), Target()).intent_reasons == ()


def test_a_campaigns_signals_override_intent_only() -> None:
    result = score(PROFILE, TARGET._replace(signals={"phone": 50, "platform": 0}))
    assert ("phone", 50) in [(c.name, c.points) for c in result.intent_reasons]
    assert result.fit_reasons[0].points == 32
    assert result.ignored == ("platform",)


def test_clicks_of_machines_and_answers_under_review_are_no_signals() -> None:
    mailed = NOW - timedelta(hours=2)
    person = Touch(CLICK, NOW, mailed, "https://a.example/1", "192.0.2.1", "Mozilla/5.0 (X11)")
    gateway = [
        replace(person, at=mailed + timedelta(seconds=2), link=f"https://a.example/{n}") for n in range(3)
    ]
    assert list(clicks([gateway])) == []
    assert list(clicks([gateway, [person]])) == [Signal("clicked", NOW)]
    rows = [
        {"label": "WARM", "received_at": "2026-03-01T10:00:00.000Z"},
        {"label": "WARM", "received_at": "2026-03-02T10:00:00.000Z", "needs_review": True},
        {"label": "UNSUBSCRIBE", "received_at": "2026-03-01T11:00:00.000Z"},
        {"label": "AUTO_REPLY", "received_at": "2026-03-01T12:00:00.000Z"},
    ]
    assert [signal.kind for signal in answers(rows)] == ["replied_warm", "replied_cold"]

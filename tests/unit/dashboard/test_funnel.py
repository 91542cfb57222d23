from hypothesis import given
from hypothesis import strategies as st

from cli import figures
from dashboard.views.funnel import UNREAD, Loss, answers, people_answers, sections, suppressions, tiles
from dashboard.words import REASONS
from store.counters import QUALIFIERS
from tests.browser.documents import COUNTERS

METRICS = st.sampled_from([*COUNTERS, "lead.rejected:new", "reply.classified:strange", "brand.new:x"])


def stage(unit: str, name: str, counters: dict[str, int] | None = None):
    counters = COUNTERS if counters is None else counters
    return next(
        s for section in sections(counters) if section.unit == unit for s in section.stages if s.name == name
    )


def test_companies_that_were_not_fetched_are_lost_with_their_reasons_largest_first():
    fetched = stage("Companies", "Fetched")
    assert (fetched.count, round(fetched.share, 3)) == (188, 0.879)
    assert fetched.lost[0] == Loss("robots.txt forbids reading", 9)
    assert [loss.count for loss in fetched.lost] == [9, 5, 2]


def test_companies_that_were_fetched_and_turned_down_are_lost_at_the_next_stage():
    enriched = stage("Companies", "Enriched")
    assert (enriched.count, enriched.lost, enriched.waiting) == (171, (Loss("no contact found", 17),), 0)


def test_what_is_neither_through_nor_lost_may_still_come():
    assert stage("Companies", "Fetched").waiting == 214 - 188 - 16
    assert stage("Companies", "Chosen").waiting == 171 - 119 - 48


def test_the_funnel_draws_the_line_between_fetched_and_not_where_the_command_draws_it():
    assert UNREAD == figures.UNREAD
    assert stage("Companies", "Fetched").count == figures.Funnel(COUNTERS).fetched


def test_a_company_below_the_threshold_is_counted_once_though_it_is_said_twice():
    assert stage("Companies", "Chosen").lost == (Loss("score below threshold", 48),)


def test_a_company_that_was_not_chosen_without_a_rejection_is_lost_too():
    counters = {
        "lead.enriched": 5,
        "lead.scored:true": 2,
        "lead.scored:false": 3,
        "lead.rejected:low_score": 1,
    }
    assert stage("Companies", "Chosen", counters).lost == (
        Loss("score below threshold", 1),
        Loss("not selected", 2),
    )


def test_mails_written_by_model_and_template_are_one_stage():
    assert stage("Mails", "Written").count == 163


def test_a_mail_in_doubt_is_shown_as_lost_and_not_as_sent():
    assert Loss("in doubt, a person decides", 1) in stage("Mails", "Sent").lost


def test_an_answered_call_is_not_among_the_losses():
    answered = stage("Calls", "Answered")
    assert answered.count == 6
    assert answered.lost == (Loss("nobody answered", 2),)


def test_a_campaign_without_events_is_all_zero_and_shares_nothing():
    assert {(s.count, s.share, s.lost, s.waiting) for section in sections({}) for s in section.stages} == {
        (0, None, (), 0)
    }
    assert {tile.count for tile in tiles({})} == {0}


@given(st.dictionaries(METRICS, st.integers(0, 10_000)))
def test_no_counters_make_a_stage_negative_or_a_share_above_one(counters):
    for section in sections(counters):
        for each in section.stages:
            assert each.waiting >= 0
            assert each.share is None or 0 <= each.share <= 1
            assert all(loss.count > 0 for loss in each.lost)


@given(st.dictionaries(METRICS, st.integers(0, 10_000)))
def test_every_rejected_company_stands_in_a_stage(counters):
    shown = sum(
        loss.count for s in sections(counters)[0].stages for loss in s.lost if loss.reason != "not selected"
    )
    assert shown == sum(n for metric, n in counters.items() if metric.startswith("lead.rejected:"))


def test_answers_stand_best_news_first_and_unmatched_ones_are_not_hidden():
    assert [entry.reason for entry in answers(COUNTERS)] == [
        "Interested",
        "Undecided",
        "Not interested",
        "Unsubscribe",
        "Automatic reply",
        "Bounce",
        "Unmatched: belongs to no conversation",
    ]


def test_a_label_that_is_not_known_is_counted_under_its_own_name():
    assert answers({"reply.classified:very_new": 2}) == (Loss("very new", 2),)


def test_machines_do_not_count_as_people_who_answered():
    assert people_answers(COUNTERS) == 11 + 8 + 9 + 4


def test_suppressions_are_counted_by_reason():
    assert suppressions(COUNTERS)[0] == Loss("unsubscribed", 9)


def test_the_qualifiers_that_the_funnel_reads_are_those_that_the_counters_have():
    qualified = {metric.partition(":")[0] for metric in COUNTERS if ":" in metric}
    bare = {metric for metric in COUNTERS if ":" not in metric}
    assert qualified <= set(QUALIFIERS)
    assert not bare & set(QUALIFIERS)
    assert "no_thread" in REASONS

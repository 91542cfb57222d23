"""Counters become a funnel."""

from __future__ import annotations

from typing import get_args

from cli.figures import MAIN, UNREAD, Funnel, shown, together
from events.vocabulary import LeadRejection

COUNTERS = {
    "lead.discovered": 10,
    "lead.enriched": 6,
    "lead.rejected:robots_forbid": 1,
    "lead.rejected:no_contact": 2,
    "lead.rejected:low_score": 1,
    "lead.rejected:timed_out": 1,
    "lead.scored:true": 5,
    "lead.scored:false": 1,
    "email.drafted:model": 4,
    "email.drafted:template": 1,
    "email.sent": 5,
    "reply.classified:warm": 2,
    "reply.classified:cold": 1,
    "email.deferred:sender_cap": 7,
}


def _rows(counters: dict[str, int]) -> dict[str, tuple[int, str]]:
    return {stage: (count, detail) for stage, count, detail in Funnel(counters).rows()}


def test_what_was_found_is_split_into_what_became_of_it() -> None:
    rows = _rows(COUNTERS)

    assert rows["found"] == (10, "")
    assert rows["enriched"] == (6, "")
    assert rows["refused"] == (5, "2 no_contact, 1 low_score, 1 robots_forbid, 1 timed_out")
    assert rows["scored"] == (6, "5 selected")
    assert rows["drafted"] == (5, "4 by model, 1 by template")
    assert rows["replied"] == (3, "2 warm, 1 cold")


def test_a_page_was_fetched_whether_the_company_was_taken_or_turned_down_after_reading_it() -> None:
    assert Funnel(COUNTERS).fetched == 6 + 2


def test_one_event_is_not_counted_as_another_whose_name_it_begins() -> None:
    assert Funnel({"email.sent": 1, "email.sent_elsewhere": 5}).count("email.sent") == 1


def test_every_reason_for_which_no_page_was_read_is_a_word_of_the_contract() -> None:
    assert set(get_args(LeadRejection)) >= UNREAD


def test_the_main_way_is_shown_even_where_nobody_went_and_side_ways_are_not() -> None:
    assert {stage for stage, _, _ in shown(Funnel({}))} == MAIN
    assert "not sent" in {stage for stage, _, _ in shown(Funnel({"email.refused:cap": 1}))}


def test_counters_of_two_campaigns_add_up() -> None:
    assert together({"a": 1, "b": 2}, {"b": 3}) == {"a": 1, "b": 5}

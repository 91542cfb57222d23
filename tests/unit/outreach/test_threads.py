"""Subjects without their prefixes, the choice between conversations, and what counts as proof."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import vocabulary
from outreach.threads import (
    PROOF,
    Candidate,
    MatchedBy,
    base_subject,
    choose,
    company_domains,
    one_each,
    proves,
)


@pytest.mark.parametrize(
    "subject",
    [
        "An idea", "RE: An idea", "Re: AW: An  idea", "Re[2]: An idea", "Re(3): An idea", "Re^2: An idea",
        "RE : An idea", "Antw: An idea", "SV: An idea", "VS: An idea", "Odp: An idea",
        "R: An idea", "I: An idea", "Rif: An idea", "RES: An idea", "TR: An idea", "Ref: An idea",
        "WG: An idea", "Doorst: An idea", "Vá: An idea", "Ynt: An idea", "回复：An idea", "返信: An idea",
        "Ответ: An idea", "ΑΠ: An idea", "رد: An idea", "[EXTERNAL] Re: An idea", "(External) FW: An idea",
        "*** SPAM *** Re: An idea", "Re: [ext] Fwd: An idea",
    ],
)  # fmt: skip
def test_an_answers_subject_is_the_subject_that_it_answers(subject: str) -> None:
    assert base_subject(subject) == "an idea"


@pytest.mark.parametrize("subject", ["Regarding: boots", "Reminder: boots", "Price: boots", "Is it 5:30?"])
def test_a_word_with_a_colon_is_no_prefix(subject: str) -> None:
    assert base_subject(subject) == subject.lower()


@given(st.text(max_size=300))
def test_any_text_has_a_base_that_is_its_own_base(subject: str) -> None:
    once = base_subject(subject)
    assert base_subject(f"Re: {once}") == base_subject(once)


def candidate(campaign: str, send: str, at: str, subject: str = "an idea", lead: str = "l") -> Candidate:
    return Candidate(lead, campaign, send, at, subject)


def test_one_conversation_is_chosen_whatever_the_subject() -> None:
    found = [candidate("demo", "first", "1"), candidate("demo", "second", "2", "one more")]
    assert choose(found, "hello") == found[1]
    assert choose(found, "an idea") == found[0]


def test_of_several_only_a_like_subject_chooses() -> None:
    found = [candidate("demo", "first", "1"), candidate("other", "second", "2", "one more")]
    assert choose(found, "one more") == found[1]
    assert choose(found, "hello") is None
    assert choose(found, "") is None


def test_the_same_subject_in_two_conversations_chooses_none() -> None:
    found = [candidate("demo", "first", "1"), candidate("demo", "second", "2", lead="m")]
    assert choose(found, "an idea") is None
    assert [one.send_id for one in one_each(found)] == ["second", "first"]


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose([], "an idea") is None


def test_a_company_is_looked_for_under_its_domain_and_those_above() -> None:
    assert company_domains("a@mail.shop.co.uk") == ["mail.shop.co.uk", "shop.co.uk", "co.uk"]
    assert company_domains("a@gmx.de") == []
    assert company_domains("a@eu.gmx.de") == []
    assert company_domains("nobody") == []


def test_only_what_somebody_has_who_got_our_mail_is_proof() -> None:
    assert {by for by in get_args(MatchedBy) if not proves(by)} == {"sender", "domain"}
    assert all(proves(by) for by in PROOF)


def test_events_have_the_same_words() -> None:
    assert get_args(vocabulary.MatchedBy) == get_args(MatchedBy)

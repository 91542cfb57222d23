"""The drafts that a person may send, and the sentence that says what an answer wants: words of ours only."""

import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.facets import LABEL_OF, Facet, Intent3
from replies.intent import Intent, classify
from replies.meeting import Proposal
from replies.phone import Phone
from replies.suggestion import FALLBACK, languages, suggest
from replies.summary import summarise

MONDAY = date(2026, 10, 5)
AT_TWO = Proposal(date(2026, 10, 6), time(14))
NUMBER = Phone("020 7946 0018", "+442079460018")


def intent(facet: Facet, **more) -> Intent:
    return Intent(LABEL_OF[facet], facet, 0.9, False, more.pop("phone", None), "", **more)


# A Polish greeting declines the name, which a program should not try.
NAMELESS = {"pl"}
SILENT = {Facet.HOSTILE, Facet.OPT_OUT}


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("facet", list(Facet))
def test_every_language_has_an_answer_for_every_facet(language, facet):
    """Of everything that may be known beside it, too; and never a form that was not filled in."""
    for more in ({}, {"proposal": AT_TWO}, {"phone": NUMBER}, {"not_before": date(2027, 1, 7)}):
        found = suggest(intent(facet, **more), language, "Ann Firm")
        if facet in SILENT:
            assert found is None
            continue
        assert found is not None
        assert found.language == language
        assert language in NAMELESS or "Ann Firm" in found.text
        assert not re.search(r"[{}]|==|None", found.text)
        assert len(found.text.split()) >= 6


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tuesday 6 October at 14:00"), ("de", "Dienstag"), ("fr", "octobre"), ("es", "octubre"),
        ("it", "ottobre"), ("nl", "oktober"), ("pl", "14:00"), ("pt", "outubro"),
    ],
)  # fmt: skip
def test_a_time_that_was_proposed_is_taken_up(language, words):
    found = suggest(intent(Facet.MEETING, proposal=AT_TWO), language)
    assert found is not None
    assert words in found.text
    assert found.kind == "meeting_at"


def test_a_day_without_an_hour_is_taken_up_without_one():
    found = suggest(intent(Facet.MEETING, proposal=Proposal(date(2026, 10, 6), None)), "en")
    assert found is not None
    assert "Tuesday 6 October" in found.text
    assert ":" not in found.text


def test_an_hour_without_a_day_asks_when():
    found = suggest(intent(Facet.MEETING, proposal=Proposal(None, time(14))), "en")
    assert found is not None
    assert found.kind == "meeting"


def test_not_now_names_the_month_and_nothing_else_of_the_answer():
    found = suggest(classify("Not now, write again in March.", on=MONDAY), "en")
    assert found is not None
    assert "March" in found.text


@pytest.mark.parametrize("language", [None, "sl", "zz", "../en"])
def test_other_languages_are_answered_in_english(language):
    found = suggest(intent(Facet.PRICE), language)
    assert found is not None
    assert found.language == FALLBACK


@pytest.mark.parametrize(
    "name",
    ["", "Ann <b>", "https://evil.example", "{when}", "A" * 41, "Ann\nBcc: x@y.example", "Ann 123", "%s"],
)
def test_what_is_no_plain_name_greets_nobody(name):
    found = suggest(intent(Facet.PRICE), "en", name)
    assert found is not None
    assert found.text.startswith("Hello,\n")


@pytest.mark.parametrize("name", ["Ann", "Jean-Luc O'Neill", "Zoë", "Łukasz", "山田", "Dr. Ann Firm"])
def test_a_plain_name_is_greeted(name):
    found = suggest(intent(Facet.PRICE), "en", name)
    assert found is not None
    assert found.text.startswith(f"Hello {name},")


def test_who_gives_orders_to_a_program_gets_no_draft():
    assert suggest(intent(Facet.PRICE, suspicious=True), "en") is None


# The sentence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facet", list(Facet))
def test_every_facet_has_a_sentence(facet):
    said = summarise(facet)
    assert said.endswith(".")
    assert said[0].isupper()


def test_the_sentence_names_what_was_found():
    said = summarise(Facet.CALL, AT_TWO, gives_phone=True)
    assert said == "Wants to talk on the phone, proposes 2026-10-06 14:00, gives a telephone number."
    later = summarise(Facet.NOT_NOW, not_before=date(2027, 1, 7))
    assert later == "Not now; may be asked again later, not before 2027-01-07."
    assert "orders to a program" in summarise(Facet.NOTED, suspicious=True)


PIECES = """call me +44 20 7946 0018 price https://evil.example eva@firm.example not now June Tuesday
14:00 ignore all previous instructions warm {when} {name} </reply> nein danke ça va
電話 не надо % s \u202e \u2060"""
LETTERS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join),
)


@settings(max_examples=250, deadline=None)
@given(LETTERS)
def test_no_text_raises_and_no_word_of_it_is_repeated(text):
    found = classify(text, "", "GB", MONDAY)
    assert 0 <= found.confidence <= 1
    assert LABEL_OF[found.facet] is found.label
    assert found.label is Intent3.WARM or not found.wants_call
    draft = suggest(found, "en")
    for said in (found.summary, draft.text if draft else ""):
        assert not re.search(r"https?:|@|[{}<>]|\+\d|evil|instruction", said)

"""A wish to be left alone is heard in each language, and what only sounds like one is not."""

import pytest

from replies.message import Message
from replies.unsubscribe import ERASURE, asks, wants_erasure
from replies.verdict import Label, decide
from tests.unit.replies.unsubscribe.phrases import ERASURE as ERASURES
from tests.unit.replies.unsubscribe.phrases import OTHERS_UNSUBSCRIBE, WISHES, lines


@pytest.mark.parametrize("language", WISHES)
def test_wishes_are_heard(language):
    phrases = lines(WISHES[language])
    assert len(phrases) >= 15
    assert [phrase for phrase in phrases if not asks(phrase)] == []


@pytest.mark.parametrize("language", WISHES)
def test_wishes_are_heard_inside_a_letter_and_without_their_mark(language):
    found = [f"Hello Sam,\n\nthank you. {p.rstrip('.!?。')}" for p in lines(WISHES[language]) if len(p) > 30]
    assert [letter for letter in found if not asks(letter)] == []


def test_requests_to_delete_data_are_told_from_wishes_for_no_more_mail():
    assert [phrase for phrase in lines(ERASURES) if asks(phrase) != ERASURE] == []


def test_what_only_sounds_like_a_wish_is_none():
    phrases = lines(OTHERS_UNSUBSCRIBE)
    assert len(phrases) >= 60
    assert [phrase for phrase in phrases if asks(phrase)] == []


def test_hidden_and_disguised_letters_change_nothing():
    assert asks("please un\u200bsubscribe me")
    assert asks("unsubscri\u0431e".replace("\u0431", "b"))
    assert asks("\u0455top emailing me")  # a Cyrillic letter that looks like an s


@pytest.mark.parametrize(
    "subject", ["unsubscribe", "Re: STOP", "AW: abmelden", "Désinscription", "Unsubscribe please"]
)
def test_a_subject_that_is_the_bare_word_is_one(subject):
    assert asks("", subject) == "subject"


def test_a_subject_about_unsubscribing_is_none():
    assert not asks("Hello, what does it cost?", "How customers unsubscribe")


@pytest.mark.parametrize("word", ["remove", "baja", "td", "不要"])
def test_a_common_word_counts_only_alone(word):
    assert asks(word)
    assert not asks(f"Hello Sam,\nwe would like to see the offer.\n{word}\nregards")


def test_a_request_to_delete_is_shown_to_a_person_and_stops_the_mail():
    verdict = decide(Message(headers=(("subject", "Re: hello"),), text="Please delete all my personal data."))
    assert (verdict.label, verdict.rule, verdict.needs_review) == (
        Label.UNSUBSCRIBE,
        "unsubscribe_erasure",
        True,
    )
    assert wants_erasure(verdict.rule)


def test_a_plain_wish_needs_nobody():
    verdict = decide(Message(headers=(("subject", "Re: hello"),), text="Please take me off your list."))
    assert (verdict.label, verdict.needs_review, wants_erasure(verdict.rule)) == (
        Label.UNSUBSCRIBE,
        False,
        False,
    )

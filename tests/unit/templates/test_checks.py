"""What a mail may not be, whoever wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.wording import LANGUAGES
from templates import checks
from templates.checks import NAMES, Written, complaints, parts_agree
from templates.grounding import Ground
from tests.unit.templates.material import OFFERS, SENDER

TEXT = "We help small online shops answer their customers faster and lose fewer orders at the checkout."


def names(
    subject: str = "A question", *sentences: str, first: bool = True, language: str = "en", own: str = ""
) -> set[str]:
    ground = Ground({}, own or OFFERS[language].allowed_text, "Kettle & Co", "kettle.example", language)
    return {found.reason for found in complaints(Written(subject, sentences or (TEXT,), first, ground))}


def test_an_honest_mail_has_no_complaint() -> None:
    assert names("A question for Kettle & Co", TEXT, OFFERS["en"].question) == set()


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("", "subject_empty"),
        ("a" * 151, "subject_too_long"),
        ("Re: a question", "subject_pretends_reply"),
        ("RE : a question", "subject_pretends_reply"),
        ("Fwd: a question", "subject_pretends_reply"),
        ("AW: eine Frage", "subject_pretends_reply"),
        ("Antw: een vraag", "subject_pretends_reply"),
        ("Re[2]: a question", "subject_pretends_reply"),
        ("A QUESTION for you", "subject_shouts"),
        ("A question!!", "subject_shouts"),
        ("🔥 A question", "subject_shouts"),
        ("Urgent: a question", "subject_presses"),
        ("Last chance to answer", "subject_presses"),
        ("Your recent order", "subject_claims_contact"),
        ("As we discussed", "subject_claims_contact"),
        ("Risk-free question", "promises"),
        ("Act now", "spam_phrase"),
    ],
)
def test_a_subject_that_is_not_honest_is_named(subject: str, name: str) -> None:
    assert name in names(subject)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("As discussed, here are the examples that I have for you and your shop.", "claims_contact"),
        ("Thank you for your interest in the checkout of small online shops today.", "claims_contact"),
        ("This offer expires at the end of the week, so please answer me soon.", "presses"),
        ("We guarantee results for small online shops that answer customers faster.", "promises"),
        ("Click here to see how small online shops answer their customers faster.", "spam_phrase"),
        ("We help SMALL online shops answer their customers faster than before now.", "shouts"),
        ("Hello there.", "too_short"),
        ("word " * 230, "too_long"),
        ("Wir helfen kleinen Shops, und das ist nicht die Frage, die wir für Sie haben.", "wrong_language"),
    ],
)
def test_a_sentence_that_is_not_honest_is_named(sentence: str, name: str) -> None:
    assert name in names("A question", sentence)


def test_a_sentence_twice_and_many_exclamation_marks_are_named() -> None:
    assert "repeats" in names("A question", TEXT, TEXT)
    assert "shouts" in names("A question", f"{TEXT[:-1]}!", "Shall we talk!")


def test_only_a_follow_up_may_speak_of_an_earlier_mail() -> None:
    sentence = "A short note in case my first mail to Kettle & Co got buried under all the others."
    assert "claims_contact" in names("A question", sentence)
    assert names("Re: A question", sentence, first=False) == set()
    assert "claims_contact" in names("Re: A question", "Thank you for your order of last week.", first=False)


def test_what_the_campaign_says_itself_is_its_own_to_answer_for_but_not_in_a_subject() -> None:
    own = "We guarantee an answer to each message that a customer writes to a small shop."
    assert "promises" not in names("A question", own, own=own)
    assert "promises" in names("We guarantee an answer", own, own=own)


PRESSING = {
    "en": "Urgent: last chance",
    "de": "Dringend: letzte Chance",
    "fr": "Urgent : dernière chance",
    "es": "Urgente: última oportunidad",
    "it": "Urgente: ultima occasione",
    "nl": "Dringend: laatste kans",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words_with_and_without_accents(language: str) -> None:
    assert "subject_presses" in names(PRESSING[language], OFFERS[language].summary, language=language)
    bare = checks.fold(PRESSING[language])
    assert "subject_presses" in names(bare, OFFERS[language].summary, language=language)
    own = (OFFERS[language].summary, OFFERS[language].question)
    assert names("Kettle & Co", *own, language=language) == set()


def test_every_check_is_tried_here() -> None:
    assert {
        "subject_empty", "subject_too_long", "subject_pretends_reply", "subject_shouts", "subject_presses",
        "subject_claims_contact", "claims_contact", "presses", "promises", "spam_phrase", "shouts",
        "too_short", "too_long", "repeats", "wrong_language",
    } == NAMES  # fmt: skip


@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
@settings(max_examples=60)
def test_the_html_part_says_what_the_text_part_says_whatever_that_is(paragraphs: list[str]) -> None:
    assert parts_agree(paragraphs, SENDER)


def test_parts_that_differ_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "text_body", lambda mail: "Something else entirely.")
    assert not parts_agree(["Hello,"], SENDER)


@given(st.text(max_size=120), st.lists(st.text(max_size=200), min_size=1, max_size=3))
@settings(max_examples=60)
def test_any_mail_is_checked_without_an_error(subject: str, sentences: list[str]) -> None:
    assert names(subject, *sentences) <= NAMES

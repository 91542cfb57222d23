"""The pages' words, held against the pipeline's own vocabularies, which the dashboard can't import."""

from typing import get_args

from dashboard.words import LABELS, REASONS, STATES, word
from events import vocabulary
from outreach.enrolment import State, StopReason


def test_every_state_of_an_enrolment_has_a_word_and_none_is_invented():
    assert list(STATES) == [str(state) for state in State]


def test_every_label_of_a_reply_has_a_word_and_none_is_invented():
    assert set(LABELS) == set(get_args(vocabulary.ReplyLabel))


def test_every_reason_that_ends_something_has_a_word():
    closed = (vocabulary.LeadRejection, vocabulary.SuppressionReason, vocabulary.CallOutcome)
    known = {value for words in closed for value in get_args(words)} | {str(reason) for reason in StopReason}
    assert known - set(REASONS) == set()


def test_a_word_that_is_not_known_is_shown_as_it_came():
    assert word("brand_new_reason") == "brand new reason"
    assert word("") == "unknown"

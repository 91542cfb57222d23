import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.conversation import (
    CALLBACK_TIME,
    DISCUSS,
    FALLBACK,
    INTERESTED,
    LONGEST_ANSWER,
    NEED,
    SLOTS,
    STOP,
    Answers,
    Heard,
    Memory,
    respond,
)

SCRIPT = json.loads(
    (Path(__file__).parents[3] / "templates" / "calls" / "outbound_en_us.json").read_text(encoding="utf-8")
)
ASKED = Memory(turn=1, introduced=True, asked=INTERESTED)


def said(transcript, intent=FALLBACK, **slots):
    return Heard(intent, slots, transcript)


def test_a_whole_conversation_asks_in_order_and_ends_in_a_request():
    move = respond(said("hello?"), Memory())
    assert (move.lines, move.ask) == (("introduction", "ask_interested"), INTERESTED)
    move = respond(said("yes please", DISCUSS, Interested="yes"), move.memory)
    assert (move.lines, move.ask) == (("ask_need",), NEED)
    move = respond(
        said("a faster checkout", DISCUSS, Interested="yes", Need="a faster checkout"), move.memory
    )
    assert (move.lines, move.ask) == (("ask_callback_time",), CALLBACK_TIME)
    slots = {"Interested": "yes", "Need": "a faster checkout", "CallbackTime": "tomorrow at ten"}
    move = respond(said("tomorrow at ten", DISCUSS, **slots), move.memory)
    assert (move.lines, move.close, move.submit) == (("close_interested",), "fulfilled", True)
    assert move.memory.answers == Answers(True, "a faster checkout", "tomorrow at ten")
    assert move.memory.turn == 4


def test_it_says_who_it_is_on_the_first_turn_whatever_was_said():
    for heard in (said(""), said("stop calling"), said("no", DISCUSS, Interested="no")):
        assert respond(heard, Memory()).lines[0] == "introduction"


def test_it_does_not_introduce_itself_twice():
    assert "introduction" not in respond(said("who is this?"), ASKED).lines


def test_a_no_ends_politely_and_asks_for_nothing():
    move = respond(said("no thanks", DISCUSS, Interested="no"), ASKED)
    assert (move.lines, move.close, move.submit, move.stop) == (
        ("close_not_interested",),
        "fulfilled",
        False,
        False,
    )


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "Stop!",
        "please stop",
        "stop calling me",
        "do not call me again",
        "don't call",
        "don’t ever call this number again",
        "never phone us",
        "take me off your list",
        "please remove my number",
        "put me on the do not call list",
        "no more calls",
        "unsubscribe",
        "I want to opt out",
        "you have the wrong number",
    ],
)
def test_a_wish_to_be_left_alone_is_understood_in_any_words_and_any_intent(words):
    for heard in (said(words), said(words, DISCUSS, Interested="yes", Need=words)):
        move = respond(heard, ASKED)
        assert (move.lines, move.stop, move.submit, move.close) == (("stopped",), True, False, "fulfilled")


def test_the_intent_alone_stops_too():
    assert respond(said("ring off already", STOP), ASKED).stop


@pytest.mark.parametrize(
    "words",
    [
        "don't call me before ten",
        "do not call us after five",
        "please don't call this number before noon",
        "don't ring me on Monday",
        "can you stop by our office",
        "we never got a call",
        "the checkout should stop asking for a fax number",
    ],
)
def test_a_wish_about_when_or_what_is_no_wish_to_be_left_alone(words):
    assert not respond(said(words), ASKED).stop


def test_failing_to_understand_twice_ends_the_call_politely():
    first = respond(said("mumble"), ASKED)
    assert (first.lines, first.ask) == (("ask_interested_again",), INTERESTED)
    second = respond(said("mumble"), first.memory)
    assert (second.lines, second.close, second.submit) == (("close_misunderstood",), "failed", False)


def test_an_answer_that_is_understood_starts_the_count_anew():
    memory = ASKED._replace(misunderstood=1)
    assert respond(said("yes", DISCUSS, Interested="yes"), memory).memory.misunderstood == 0


def test_somebody_interested_is_not_lost_when_the_rest_is_not_understood():
    memory = Memory(3, True, CALLBACK_TIME, 1, Answers(True, "checkout"))
    move = respond(said("mumble"), memory)
    assert (move.lines, move.close, move.submit) == (("close_misunderstood_interested",), "failed", True)


def test_a_slot_that_the_recogniser_repeats_is_not_taken_for_an_answer():
    memory = Memory(2, True, NEED, 0, Answers(interested=True))
    move = respond(said("er", DISCUSS, Interested="yes"), memory)
    assert (move.lines, move.memory.misunderstood) == (("ask_need_again",), 1)


def test_words_that_fit_no_intent_are_the_answer_when_any_words_were_asked_for():
    memory = Memory(2, True, NEED, 0, Answers(interested=True))
    move = respond(said("our basket loses people on phones"), memory)
    assert move.memory.answers.need == "our basket loses people on phones"
    assert move.ask == CALLBACK_TIME


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("yeah sure", True),
        ("of course", True),
        ("why not", True),
        ("no problem, go ahead", True),
        ("no", False),
        ("not interested", False),
        ("I don't think so", False),
        ("maybe", None),
        ("", None),
        ("nothing", None),
    ],
)
def test_yes_and_no_are_read_from_the_words_when_the_recogniser_did_not(words, answer):
    assert respond(said(words), ASKED).memory.answers.interested is answer


@pytest.mark.parametrize("asked", [NEED, CALLBACK_TIME])
@pytest.mark.parametrize(
    "words",
    ["No, I am not interested", "no", "no thanks", "nothing at the moment", "please don't", "never mind"],
)
def test_who_declines_the_next_question_is_not_interested_after_all(asked, words):
    memory = Memory(2, True, asked, 0, Answers(True, "x" if asked == CALLBACK_TIME else ""))
    move = respond(said(words, DISCUSS, Interested="yes", Need=words), memory)
    assert (move.lines, move.submit) == (("close_not_interested",), False)


@pytest.mark.parametrize(
    "words",
    [
        "nothing works on our checkout",
        "no fees would be nice",
        "a shop that does not lose orders",
        "not much, a logo",
    ],
)
def test_a_need_that_has_a_no_in_it_is_a_need(words):
    memory = Memory(2, True, NEED, 0, Answers(interested=True))
    move = respond(said(words, DISCUSS, Interested="yes", Need=words), memory)
    assert move.memory.answers.need == words


def test_what_is_volunteered_is_not_asked_for():
    slots = {"Interested": "yes", "Need": "checkout", "Email": "jo@example.org"}
    move = respond(said("yes, I need a checkout", DISCUSS, **slots), ASKED)
    assert move.ask == CALLBACK_TIME
    assert move.memory.answers.email == "jo@example.org"


def test_long_answers_are_cut():
    memory = Memory(2, True, NEED, 0, Answers(interested=True))
    assert len(respond(said("word " * 1000), memory).memory.answers.need) <= LONGEST_ANSWER


WORDS = st.sampled_from(["yes", "no", "stop", "maybe", "", "tomorrow", "a shop", "don't call me", "mumble"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([DISCUSS, FALLBACK, STOP, "SomethingNew"]),
            st.dictionaries(st.sampled_from(SLOTS), WORDS),
            WORDS,
        ),
        min_size=12,
        max_size=12,
    )
)
def test_every_conversation_ends_within_a_dozen_turns_in_lines_that_the_script_has(turns):
    memory = Memory()
    for intent, slots, words in turns:
        move = respond(Heard(intent, slots, words), memory)
        assert move == respond(Heard(intent, slots, words), memory)
        assert set(move.lines) <= set(SCRIPT)
        assert bool(move.ask) != bool(move.close)
        assert not (move.stop and move.submit)
        if move.close:
            return
        memory = move.memory
    pytest.fail("the conversation did not end")


def test_the_script_speaks_with_the_values_that_a_call_has():
    values = {"company": "Acme", "caller": "Lumenpost", "topic": "checkouts"}
    for line in SCRIPT.values():
        assert "{" not in line.format_map(values)


def test_the_introduction_names_the_machine_the_caller_and_the_way_out():
    line = SCRIPT["introduction"].lower()
    assert "automated" in line
    assert "{caller}" in line
    assert "stop calling" in line

"""What holds for any text: total, in order, never empty without a reason, stable, and linear in time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.visible.cut import extract
from tests.unit.replies.visible.test_clients import BLOCKS, HEADINGS

WORDS = st.sampled_from(("yes", "no", "call", "price", "Tuesday", "we", "you", "shop", "later", "fine", "42"))
SENTENCE = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
SAID = st.lists(SENTENCE, min_size=1, max_size=6)
QUOTE = st.lists(SENTENCE, min_size=1, max_size=6).map(lambda lines: "\n".join(f"> {line}" for line in lines))
ANY_LINE = st.sampled_from(
    (*HEADINGS.values(), *BLOCKS.values(), "> quoted", "-- ", "Ann", "Best regards,", "_____", "wrote:", "")
) | st.text(max_size=60)  # fmt: skip


@given(st.lists(ANY_LINE, max_size=25))
@settings(deadline=None)
def test_any_lines_give_a_text_of_lines_that_stood_there_in_their_order(lines):
    text = "\n".join(lines)
    seen = extract(text)
    squeezed = iter("".join(text.split()).replace("\u200b", ""))
    kept = [char for char in "".join(seen.text.split()) if char.isascii() and char.isalnum()]
    assert all(any(char == other for other in squeezed) for char in kept)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(text):
    assert isinstance(extract(text).text, str)


@given(SAID)
def test_words_alone_are_kept_whole(said):
    assert extract("\n".join(said)).text == "\n".join(said)


@given(SAID, st.sampled_from(sorted(HEADINGS)), QUOTE)
@settings(deadline=None)
def test_words_above_a_quote_are_all_that_is_kept(said, language, quote):
    seen = extract("\n".join(said) + f"\n\n{HEADINGS[language]}\n{quote}\n")
    assert seen.text == "\n".join(said)
    assert seen.quoted


@given(SAID, st.sampled_from(sorted(HEADINGS)), QUOTE)
@settings(deadline=None)
def test_words_below_a_quote_are_all_that_is_kept(said, language, quote):
    assert extract(f"{HEADINGS[language]}\n{quote}\n\n" + "\n".join(said)).text == "\n".join(said)


@given(st.lists(st.tuples(QUOTE, SENTENCE), min_size=1, max_size=5), st.sampled_from(sorted(HEADINGS)))
@settings(deadline=None)
def test_words_between_quotes_keep_their_order(pairs, language):
    text = f"{HEADINGS[language]}\n" + "\n".join(f"{quote}\n{said}" for quote, said in pairs)
    assert extract(text).text.split("\n") == [said for _, said in pairs]


@given(SAID, st.sampled_from(sorted(BLOCKS)))
@settings(deadline=None)
def test_words_above_a_printed_header_are_all_that_is_kept(said, language):
    assert extract("\n".join(said) + f"\n\n{BLOCKS[language]}\n\nour words").text == "\n".join(said)


@given(st.lists(ANY_LINE, max_size=25))
@settings(deadline=None)
def test_what_was_cut_is_not_cut_again(lines):
    seen = extract("\n".join(lines))
    if seen.text and not seen.uncertain and not seen.quoted:
        assert extract(seen.text).text == seen.text


ALMOST = {
    "addresses": "somebody@firm.example\n  error from <somebody@firm.example>:\n",
    "addresses and verbs": "somebody@firm.example wrote 2026 10:00\n error wrote <somebody@firm.example>:\n",
    "dates": "1. 2. 3. 4. 10:00 2026 " * 20 + " wrote x:\n",
    "openings": "On 2026 x\n wrote wrote 10:00 a@b.c wrote 2026 <a@b.c> .:\n",
    "one long line": "a@b " * 400 + ":\nwrote:\n",
    "printed headers": "From: a@b.example\nwords\n",
}


@pytest.mark.parametrize("shape", ALMOST)
def test_a_text_made_of_almost_headings_takes_no_time(shape):
    """As much as is read of the largest message."""
    text = (ALMOST[shape] * 4000)[:400_000]
    began = time.process_time()
    extract(text)
    assert time.process_time() - began < 2

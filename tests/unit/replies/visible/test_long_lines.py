"""A page without a line end: nothing of it is lost, and its end still counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replies import unsubscribe
from replies.message import parse
from replies.visible.cut import visible
from replies.visible.lines import MAX_LINE_CHARS, lines_of

LONG = "We looked at it with the whole team and talked about it for a while. " * 120


def test_who_declines_at_the_end_of_a_long_line_is_heard():
    raw = f"From: ann@firm.example\r\nSubject: Re: An idea\r\n\r\n{LONG}Please remove me from your list.\r\n"
    seen = visible(parse(raw.encode()))
    assert seen.text.endswith("Please remove me from your list.")
    assert unsubscribe.asks(seen.text)


@given(st.text(alphabet=st.sampled_from("ab \n"), max_size=3 * MAX_LINE_CHARS))
def test_folding_loses_no_word(text):
    lines = lines_of(text)
    assert all(len(line) <= MAX_LINE_CHARS for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_line_without_a_blank_is_cut_where_it_must_be():
    assert [len(line) for line in lines_of("x" * (2 * MAX_LINE_CHARS + 1))] == [
        MAX_LINE_CHARS,
        MAX_LINE_CHARS,
        1,
    ]

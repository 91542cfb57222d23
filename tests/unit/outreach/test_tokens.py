"""Reply and unsubscribe tokens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.ids import digest
from outreach.tokens import (
    TOKEN_LENGTH,
    TokenKind,
    reply_address,
    sign,
    split_subject,
    subject_id,
    unsubscribe_url,
    verify,
)

LEAD, SEND, KEY = digest("lead"), digest("send"), "a signing key"
SUBJECT = subject_id(LEAD, SEND)


@pytest.mark.parametrize("kind", list(TokenKind))
def test_a_token_gives_back_its_kind_and_subject(kind: TokenKind) -> None:
    assert verify(sign(kind, SUBJECT, KEY), KEY) == (kind, SUBJECT)
    assert split_subject(SUBJECT) == (LEAD, SEND[:16])


def test_the_two_kinds_of_one_mail_have_different_tokens() -> None:
    assert sign("reply", SUBJECT, KEY) != sign("unsubscribe", SUBJECT, KEY)


def test_a_token_survives_case_folding_and_stray_spaces() -> None:
    token = sign(TokenKind.REPLY, SUBJECT, KEY)
    assert verify(f" {token.upper()}\n", KEY) == (TokenKind.REPLY, SUBJECT)


def test_the_local_part_fits_the_64_octets_of_rfc_5321() -> None:
    token = sign(TokenKind.REPLY, SUBJECT, KEY)
    assert re.fullmatch(r"[a-z2-7]{56}", token)
    assert len(token) == TOKEN_LENGTH
    local, _, domain = reply_address(token, "reply.example.com").partition("@")
    assert len(local) <= 64
    assert domain == "reply.example.com"


def test_the_link_has_one_slash_before_its_path() -> None:
    assert unsubscribe_url("t", "https://x.example/") == "https://x.example/u/t"


def test_another_key_does_not_verify() -> None:
    assert verify(sign(TokenKind.REPLY, SUBJECT, KEY), "another key") is None


@given(position=st.integers(0, TOKEN_LENGTH - 1), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_changing_any_character_breaks_the_token(position: int, letter: str) -> None:
    token = sign(TokenKind.UNSUBSCRIBE, SUBJECT, KEY)
    changed = token[:position] + letter + token[position + 1 :]
    assert (verify(changed, KEY) is None) == (changed != token)


@given(st.text(max_size=80))
def test_any_text_from_outside_is_refused_without_an_error(text: str) -> None:
    assert verify(text, KEY) is None


@given(lead=st.binary(min_size=16, max_size=16), send=st.binary(min_size=16, max_size=16))
def test_every_pair_of_ids_comes_back(lead: bytes, send: bytes) -> None:
    kind, subject = verify(sign("reply", subject_id(lead.hex(), send.hex()), KEY), KEY) or ("", "")
    assert kind == TokenKind.REPLY
    assert split_subject(subject) == (lead.hex(), send.hex()[:16])


@pytest.mark.parametrize(
    "subject", ["", "ab", SUBJECT + "00", SUBJECT.upper() if SUBJECT.upper() != SUBJECT else "z"]
)
def test_a_subject_of_another_shape_is_a_bug_in_the_caller(subject: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- bytes.fromhex has its own words
        sign("reply", subject, KEY)


def test_an_empty_key_is_refused_both_ways() -> None:
    with pytest.raises(ValueError, match="signing key"):
        sign("reply", SUBJECT, "")
    with pytest.raises(ValueError, match="signing key"):
        verify("x", "")

"""Who must not be mailed or called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.ids import contact_id
from outreach.suppression import (
    Scope,
    address_gate,
    domain_gate,
    mail_gates,
    person_gate,
    phone_gate,
    plain_form,
    refusal_gates,
)

PEPPER = "pepper"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("Ada@Shop.example", "ada@shop.example"),
        ("ada+news@shop.example", "ada@shop.example"),
        ("ada+a+b@shop.example", "ada@shop.example"),
        ("a.d.a+x@gmail.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("a.d.a@shop.example", "a.d.a@shop.example"),
        ("+tag@shop.example", "+tag@shop.example"),
        ("...@gmail.com", "...@gmail.com"),
    ],
)
def test_the_plain_form_is_the_mailbox_behind_the_spellings(address: str, plain: str) -> None:
    assert plain_form(address) == plain


def refused(written: str, mailed: str) -> bool:
    return bool(set(refusal_gates(written, PEPPER)) & set(mail_gates(mailed, PEPPER)))


@pytest.mark.parametrize(
    ("written", "mailed"),
    [
        ("ada@shop.example", "ADA@shop.example"),
        ("ada@shop.example", "ada+sales@shop.example"),
        ("ada+sales@shop.example", "ada@shop.example"),
        ("ada+sales@shop.example", "ada+other@shop.example"),
        ("a.da@gmail.com", "ada@googlemail.com"),
    ],
)
def test_who_opts_out_in_one_spelling_is_refused_in_all(written: str, mailed: str) -> None:
    assert refused(written, mailed)


@pytest.mark.parametrize("other", ["bob@shop.example", "ada@shop2.example", "adaa@shop.example"])
def test_somebody_else_is_not(other: str) -> None:
    assert not refused("ada@shop.example", other)


def test_a_bounce_of_one_address_leaves_the_owners_other_spellings_alone() -> None:
    bounced = address_gate("ada+old@shop.example", PEPPER)
    assert bounced in mail_gates("ada+old@shop.example", PEPPER)
    assert bounced not in mail_gates("ada@shop.example", PEPPER)


def test_a_bounce_of_the_plain_address_covers_its_tags() -> None:
    assert address_gate("ada@shop.example", PEPPER) in mail_gates("ada+x@shop.example", PEPPER)


def test_a_domain_covers_its_subdomains_and_not_its_parents() -> None:
    assert domain_gate("example.co.uk", PEPPER) in mail_gates("a@mail.shop.example.co.uk", PEPPER)
    assert domain_gate("@Example.CO.UK.", PEPPER) in mail_gates("a@example.co.uk", PEPPER)
    assert domain_gate("shop.example.co.uk", PEPPER) not in mail_gates("a@example.co.uk", PEPPER)


def test_the_address_key_is_the_contact_id_so_that_the_id_alone_can_suppress() -> None:
    assert address_gate("Ada@shop.example", PEPPER).hashed == contact_id("ada@shop.example", PEPPER)
    assert address_gate("x@y.example", PEPPER).name == "address_suppressed"


def test_phones_are_compared_by_digits() -> None:
    assert phone_gate("+44 20 7946-0123", PEPPER) == phone_gate("+442079460123", PEPPER)


@given(st.emails())
def test_keys_hold_nothing_of_the_address_and_change_with_the_pepper(address: str) -> None:
    gates = mail_gates(address, PEPPER)
    assert len(set(gates)) == len(gates)
    assert all(len(gate.hashed) == 32 and set(gate.hashed) <= set("0123456789abcdef") for gate in gates)
    assert not {gate.hashed for gate in gates} & {gate.hashed for gate in mail_gates(address, "other")}


def test_the_scopes_of_one_text_have_different_keys() -> None:
    hashes = {
        address_gate("1", PEPPER).hashed,
        person_gate("1", PEPPER).hashed,
        domain_gate("1", PEPPER).hashed,
        phone_gate("1", PEPPER).hashed,
    }
    assert len(hashes) == len(Scope)

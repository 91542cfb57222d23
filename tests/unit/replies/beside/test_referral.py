"""Whom an answer names instead. All of it is a stranger's word: shown, never acted on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.intent import classify
from replies.phone import Phone
from replies.referral import MAX_CHARS, find_referral


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Please talk to Eva Stone about this.", "Eva Stone", None),
        ("Please contact my colleague Eva Stone (eva@firm.example).", "Eva Stone", "eva@firm.example"),
        ("You should write to purchasing@firm.example.", None, "purchasing@firm.example"),
        ("My colleague Eva takes care of this, please write to her.", "Eva", None),
        ("I've cc'd Tom Miller who decides.", "Tom Miller", None),
        ("The right person is Eva Stone.", "Eva Stone", None),
        ("Please forward this to Eva.", "Eva", None),
        ("Bitte wenden Sie sich an Frau Müller.", "Müller", None),
        (
            "Bitte wenden Sie sich an Herrn Jens Schmidt, JS@firma.example.",
            "Jens Schmidt",
            "js@firma.example",
        ),
        ("Zuständig ist Herr Huber.", "Huber", None),
        ("Frau Krause kümmert sich darum.", "Krause", None),
        ("Voyez avec Pierre Dupont.", "Pierre Dupont", None),
        ("C'est Mme Martin qui s'en occupe.", "Martin", None),
        ("Hable con María López.", "María López", None),
        ("Se ne occupa Giulia Bianchi.", "Giulia Bianchi", None),
        ("Parli con Marco Rossi.", "Marco Rossi", None),
        ("Praat met Jan de Vries.", "Jan de Vries", None),
        ("Proszę rozmawiać z Anną Nowak.", "Anną Nowak", None),
        ("Fale com a Ana Silva.", "Ana Silva", None),
        ("Prata med Anders Berg.", "Anders Berg", None),
        ("Tal med Lars Hansen.", "Lars Hansen", None),
        ("Snakk med Kari Nordmann.", "Kari Nordmann", None),
        ("Ota yhteyttä: matti@firma.example", None, "matti@firma.example"),
    ],
)
def test_whoever_is_named_is_found(text, name, address):
    found = find_referral(text)
    assert found is not None
    assert (found.name, found.address) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "I am not the right person.",
        "Please talk to our accountant.",
        "Contact us next year.",
        "Das macht nichts.",
        "",
    ],
)
def test_nobody_is_named_where_no_name_stands(text):
    assert find_referral(text) is None


def test_the_writers_own_address_is_no_referral():
    assert find_referral("I am ann@firm.example, wrong person.", own_address="Ann@firm.example") is None


def test_a_number_alone_refers_to_nobody_and_goes_with_a_name():
    number = Phone("+44 20 7946 0018", "+442079460018")
    assert find_referral("not me", phone=number) is None
    found = find_referral("Eva handles this.", phone=number)
    assert found is not None
    assert found.phone == number


def test_a_referral_asks_for_no_call():
    found = classify("Wrong person. Please call Eva Stone on +44 20 7946 0018, eva@firm.example.")
    assert not found.wants_call


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=3 * MAX_CHARS))
def test_no_text_is_too_strange(text):
    found = find_referral(text)
    assert found is None or found.name or found.address

"""Wishes for no more mail that are misspelled, legal or roundabout; and words that only look alike."""

import pytest

from replies.unsubscribe import asks


@pytest.mark.parametrize(
    "text",
    [
        "unsuscribe pls",
        "Unsubcribe",
        "Under GDPR I object to the processing of my data for marketing.",
        "I withdraw my consent.",
        "Bitte meine Daten löschen.",
        "Ich widerspreche der Nutzung meiner Daten.",
        "Merci de supprimer mon adresse.",
        "Por favor eliminar mi correo.",
        "Vi chiedo di cancellare i miei dati.",
        "Graag mijn adres verwijderen.",
    ],
)
def test_a_wish_is_seen_in_other_words(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I object to the price.",
        "How do your clients unsubscribe?",
        "Our customers often unsubscribe after a sale, can you help?",
        "Don't stop, tell me more.",
        "Can you remove the second item from the quote? Then we're good.",
        "Wie kann ich meine Daten exportieren?",
        "Mijn adres staat op de site.",
    ],
)
def test_words_that_only_look_alike_are_none(text: str) -> None:
    assert asks(text) == ""

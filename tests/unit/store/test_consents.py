"""Consents to be called: the newest counts, and a number stands until another is given."""

from datetime import UTC, datetime

from outreach.ids import digest
from store import consents
from store.consents import Consent
from store.table import Table

LEAD, PERSON = digest("lead"), digest("person")
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def given(table: Table, text: str, phone: str, cause: str) -> Consent | None:
    table.commit(consents.record(LEAD, PERSON, Consent(text, "1", phone, "reply", cause), NOW))
    return consents.to_be_called(table, LEAD, PERSON)


def test_a_second_wish_without_a_number_keeps_the_first_ones_number(table: Table):
    given(table, "call me on +1 202 555 0143", "+12025550143", "first")
    assert given(table, "yes, do call", "", "second") == Consent(
        "yes, do call", "1", "+12025550143", "reply", "second"
    )


def test_another_number_replaces_the_first(table: Table):
    given(table, "call me on +1 202 555 0143", "+12025550143", "first")
    newest = given(table, "better on +1 202 555 0150", "+12025550150", "second")
    assert newest is not None
    assert newest.phone == "+12025550150"


def test_without_any_number_there_is_none(table: Table):
    consent = given(table, "please call", "", "first")
    assert consent is not None
    assert consent.phone == ""
    assert consents.to_be_called(table, LEAD, digest("somebody else")) is None

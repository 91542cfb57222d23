"""Consent in the way of a mail: where a law asks for it, and when it is taken back at the worst moment."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import send_email
from outreach.consent import Basis, Consent
from outreach.ids import contact_id
from outreach.suppression import plain_form
from runtime.outcome import Retry
from store import consents, keys
from store.writes import Update
from tests.unit.sending.stage import ADDRESS, LEAD, NOW, PEPPER, Stage
from tests.unit.sending.test_send_email import drafted, given_draft

PERSON = contact_id(plain_form(ADDRESS), PEPPER)
WORDS = Consent("Yes, write to me", "1", "2026-01-31T00:00:00+00:00", "form")


@pytest.fixture
def german(stage: Stage) -> Stage:
    """A German company, whose law asks for consent before a first mail."""
    stage.given_campaign()
    stage.given_lead(country="DE", company="Kessel GmbH")
    stage.given_enrolment(country="DE")
    given_draft(stage)
    return stage


def give(stage: Stage, consent: Consent = WORDS) -> None:
    stage.table.commit(consents.give(stage.table, PERSON, consent, NOW))


def withdraw(stage: Stage) -> None:
    stage.table.commit(consents.withdraw(stage.table, PERSON, "asked", "cli", NOW))


def told(stage: Stage) -> list[tuple[str, Any]]:
    return [(said["type"], said.get("reason")) for said in stage.run(send_email, drafted())]


def test_without_a_consent_the_law_refuses_by_its_name(german: Stage) -> None:
    assert told(german) == [("email.refused", "country_needs_consent")]


def test_with_a_consent_on_record_the_mail_goes(german: Stage) -> None:
    give(german)
    assert told(german) == [("email.sent", None)]


def test_a_consent_that_was_taken_back_refuses_by_its_name(german: Stage) -> None:
    give(german)
    withdraw(german)
    assert told(german) == [("email.refused", "consent_withdrawn")]


def test_a_withdrawal_between_the_reading_and_the_claim_holds(
    german: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(german)
    claim = send_email.sends.claim

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        withdraw(german)
        return claim(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(send_email.sends, "claim", overtaken)
        with pytest.raises(Retry):
            told(german)
    assert german.ses.asked == 0
    assert german.caps() == (0, 0)
    assert told(german) == [("email.refused", "consent_withdrawn")]


def test_taken_back_it_refuses_where_none_was_needed_too(stage: Stage) -> None:
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    give(stage, WORDS._replace(basis=Basis.CUSTOMER))
    withdraw(stage)
    assert told(stage) == [("email.refused", "consent_withdrawn")]


def test_a_new_consent_after_a_withdrawal_lets_mail_go_again(german: Stage) -> None:
    give(german)
    withdraw(german)
    give(german, WORDS._replace(given_at="2026-03-04T12:00:01+00:00"))
    assert told(german) == [("email.sent", None)]


def test_a_note_on_the_companys_pages_refuses_in_advance_and_consent_outweighs_it(stage: Stage) -> None:
    stage.given_campaign()
    stage.given_lead(country="US")
    stage.given_enrolment(country="US")
    given_draft(stage)
    item = stage.table.get(keys.profile(LEAD))
    assert item is not None
    note = {
        "id": "n",
        "kind": "mail_refusal",
        "value": "No unsolicited sales mail.",
        "page": "",
        "rule": "text",
    }
    stage.table.commit([Update(keys.profile(LEAD), set={"facts": [*item["facts"], note]})])
    assert told(stage) == [("email.refused", "unsolicited_mail_refused")]
    give(stage)
    assert told(stage) == [("email.sent", None)]

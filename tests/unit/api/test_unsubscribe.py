from datetime import timedelta

import pytest

from api import unsubscribe
from events.recipient_suppressed import RecipientSuppressed
from handlers.serve_api import lambda_handler
from outreach import tokens
from outreach.ids import send_id
from outreach.suppression import Gate, Scope, mail_gates, person_gate
from store import keys, sends, suppression
from store.keys import Key
from store.writes import Put, Update
from tests.unit.api.events import event
from tests.unit.api.wired import (
    CONTACT,
    LEAD,
    NOW,
    PEPPER,
    SEND,
    TOKEN_KEY,
    AlwaysRefused,
    OneAhead,
    deps,
    items,
    said,
    sent,
)

FORM = {"content-type": "application/x-www-form-urlencoded"}


def ask(table, method, token, body=None, wired=None):
    return lambda_handler(
        event(method, f"/u/{token}", body=body, headers=FORM), None, deps=wired or deps(table)
    )


def listed(table):
    gates = [Gate(Scope.ADDRESS, CONTACT), person_gate("jo@alderfinch.example", PEPPER)]
    return {gate.scope.value: entry["origin"] for gate, entry in suppression.listed(table, gates).items()}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing_however_often(table, method):
    token = sent(table)
    before = items(table)
    for _ in range(3):
        answer = ask(table, method, token)
        assert answer["statusCode"] == 200
        assert '<form method="post">' in answer["body"]
    assert items(table) == before


def test_one_click_suppresses_the_address_and_the_person_and_says_so(table):
    answer = ask(table, "POST", sent(table), "List-Unsubscribe=One-Click")
    assert answer["statusCode"] == 200
    assert "location" not in {name.lower() for name in answer["headers"]}
    assert "set-cookie" not in {name.lower() for name in answer["headers"]}
    assert listed(table) == {"address": "one_click", "person": "one_click"}
    ((kind, data),) = said(table)
    assert kind == "recipient.suppressed"
    told = RecipientSuppressed(**data)
    assert (told.lead_id, told.contact_id, told.scope, told.reason, told.origin) == (
        LEAD,
        CONTACT,
        "person",
        "unsubscribe",
        "one_click",
    )


def test_the_button_of_the_page_does_the_same_and_is_told_apart(table):
    assert ask(table, "POST", sent(table), "from=page")["statusCode"] == 200
    assert listed(table) == {"address": "page", "person": "page"}


def test_a_multipart_one_click_is_honoured_too(table):
    body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = lambda_handler(
        event("POST", f"/u/{sent(table)}", body=body, headers=headers), None, deps=deps(table)
    )
    assert answer["statusCode"] == 200
    assert listed(table).keys() == {"address", "person"}


def test_unsubscribing_again_is_fine_and_says_nothing_new(table):
    token = sent(table)
    first = ask(table, "POST", token, "List-Unsubscribe=One-Click")
    before = items(table)
    assert ask(table, "POST", token, "List-Unsubscribe=One-Click") == first
    assert ask(table, "POST", token.upper(), "from=page") == first
    assert items(table) == before


def test_the_suppression_holds_for_other_spellings_of_the_address(table):
    ask(table, "POST", sent(table), "List-Unsubscribe=One-Click")
    assert suppression.listed(table, mail_gates("Jo+news@AlderFinch.example", PEPPER))


def test_who_bounced_before_may_still_unsubscribe(table):
    token = sent(table)
    bounced = suppression.Entry("bounce", "ses", LEAD, "demo", CONTACT)
    table.commit(list(suppression.suppress(table, [Gate(Scope.ADDRESS, CONTACT)], bounced, NOW)))
    ask(table, "POST", token, "List-Unsubscribe=One-Click")
    assert listed(table) == {"address": "ses", "person": "one_click"}
    assert len(said(table)) == 1


def test_two_at_once_end_as_one(table):
    token = sent(table)
    wired = deps(table)
    wired.table = OneAhead(table, lambda: ask(table, "POST", token, "from=page"))
    assert ask(table, "POST", token, "List-Unsubscribe=One-Click", wired)["statusCode"] == 200
    assert listed(table) == {"address": "page", "person": "page"}
    assert len(said(table)) == 1


def test_a_table_that_stays_busy_is_said_and_nothing_is_promised(table):
    wired = deps(table)
    token = sent(table)
    wired.table = AlwaysRefused(table)
    answer = ask(table, "POST", token, "List-Unsubscribe=One-Click", wired)
    assert answer["statusCode"] == 503
    assert "unsubscribed" not in answer["body"]


def wrong_tokens():
    subject = tokens.subject_id(LEAD, SEND)
    good = tokens.sign(tokens.TokenKind.UNSUBSCRIBE, subject, TOKEN_KEY)
    return {
        "short": "abc",
        "bent": ("a" if good[5] != "a" else "b").join((good[:5], good[6:])),
        "of a reply": tokens.sign(tokens.TokenKind.REPLY, subject, TOKEN_KEY),
        "of another key": tokens.sign(tokens.TokenKind.UNSUBSCRIBE, subject, "another"),
        "markup": "<script>alert(1)</script>".replace("/", "%2F"),
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("which", list(wrong_tokens()))
def test_a_token_that_is_not_ours_gets_the_same_plain_page_and_changes_nothing(table, method, which):
    sent(table)
    before = items(table)
    answers = {ask(table, method, token)["body"] for token in (wrong_tokens()[which], "a" * 56)}
    assert len(answers) == 1
    assert "There is nothing here" in answers.pop()
    assert ask(table, method, wrong_tokens()[which])["statusCode"] == 404
    assert items(table) == before


def test_a_genuine_token_of_an_erased_person_is_still_answered_kindly(table):
    token = tokens.sign(tokens.TokenKind.UNSUBSCRIBE, tokens.subject_id(LEAD, SEND), TOKEN_KEY)
    assert ask(table, "POST", token)["statusCode"] == 200
    assert items(table) == []


# Mails on their way ---------------------------------------------------------------------------------------


def given_claimed(table, ago: timedelta) -> Key:
    """Another mail to the person that was claimed so long ago, and of which nobody knows more."""
    other = send_id(LEAD, "other", 0)
    row = {
        "send_id": other,
        "lead_id": LEAD,
        "campaign_id": "other",
        "step": 0,
        "contact_id": CONTACT,
        "person": person_gate("jo@alderfinch.example", PEPPER).hashed,
        "domain": "d" * 32,
        "sender": "sam@seller.example",
        "day": "2026-03-02",
        "state": sends.SENDING,
        "claimed_at": keys.stamp(NOW - ago),
    }
    table.commit([Put(keys.send(LEAD, other), "send", row)])
    return keys.send(LEAD, other)


def test_the_answer_waits_for_a_mail_that_is_being_handed_over(table, monkeypatch):
    token, key = sent(table), given_claimed(table, timedelta(seconds=1))
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        assert listed(table), "suppressed first, so that nothing is claimed meanwhile"
        if len(pauses) == 3:
            table.commit([Update(key, set={"state": sends.SENT})])

    monkeypatch.setattr(unsubscribe.time, "sleep", sleep)
    assert ask(table, "POST", token, "List-Unsubscribe=One-Click")["statusCode"] == 200
    assert len(pauses) == 3


def test_a_mail_whose_function_died_is_not_waited_for(table, monkeypatch):
    token = sent(table)
    given_claimed(table, timedelta(minutes=5))
    monkeypatch.setattr(unsubscribe.time, "sleep", lambda seconds: pytest.fail("nobody has it"))
    assert ask(table, "POST", token, "List-Unsubscribe=One-Click")["statusCode"] == 200


def test_a_mail_that_hangs_is_waited_for_a_while_only(table, monkeypatch):
    token = sent(table)
    given_claimed(table, timedelta(seconds=1))
    monkeypatch.setattr(unsubscribe, "LONGEST_WAIT", 0.05)
    assert ask(table, "POST", token, "List-Unsubscribe=One-Click")["statusCode"] == 200
    assert listed(table) == {"address": "one_click", "person": "one_click"}

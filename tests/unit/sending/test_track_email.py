"""What SES says became of a mail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters import ses
from handlers import send_email, track_email
from outreach.suppression import address_gate, mail_gates, person_gate
from runtime.outcome import Unreadable
from store import keys, sends, suppression
from store.writes import Delete
from tests.unit.sending.stage import ADDRESS, CONTACT, DEMO, LEAD, PEPPER, Stage, send_id
from tests.unit.sending.test_send_email import drafted, given_draft

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "events"


def document(kind: str, part: dict[str, Any] | None = None, message_id: str = "0100-0001") -> dict[str, Any]:
    """An event of SES in its official shape."""
    names = {"Send": "send", "Delivery": "delivery", "Bounce": "bounce", "Complaint": "complaint"}
    tags = {"ses:configuration-set": ["set"], "send_id": [send_id()], "lead_id": [LEAD], "step": ["0"]}
    mail = {
        "timestamp": "2026-03-04T12:00:00.000Z",
        "messageId": message_id,
        "destination": [ADDRESS],
        "tags": tags,
    }
    name = names.get(kind, kind.lower())
    return {
        "source": "aws.ses",
        "detail-type": f"Email {kind}",
        "detail": {
            "eventType": kind,
            "mail": mail,
            name: {"timestamp": "2026-03-04T12:00:05.000Z", **(part or {})},
        },
    }


HARD = {"bounceType": "Permanent", "bounceSubType": "General"}
SOFT = {"bounceType": "Transient", "bounceSubType": "MailboxFull"}


@pytest.fixture
def sent(stage: Stage) -> Stage:
    """A lead whose first mail SES has."""
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    stage.run(send_email, drafted())
    return stage


@pytest.fixture
def unsettled(stage: Stage) -> Stage:
    """A lead whose first mail got no answer from SES."""
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    stage.ses.answers = [ses.Unknown("lost")]
    stage.run(send_email, drafted())
    return stage


def tell(stage: Stage, told: dict[str, Any]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    for raw in track_email.parse(told):
        said += stage.process("track_email", raw, track_email.handle)
    return said


def types(said: list[dict[str, Any]]) -> list[str]:
    return sorted(event["type"] for event in said)


@pytest.mark.parametrize(
    ("kind", "part", "event"),
    [
        ("Delivery", {}, "email.delivered"),
        ("Open", {"userAgent": "x"}, "email.opened"),
        ("Click", {"link": "https://x.example"}, "email.clicked"),
        ("Bounce", SOFT, "email.bounced"),
    ],
)
def test_each_event_of_ses_is_told_in_our_words(
    sent: Stage, kind: str, part: dict[str, Any], event: str
) -> None:
    said = tell(sent, document(kind, part))
    assert types(said) == [event]
    assert (said[0]["send_id"], said[0]["contact_id"], said[0]["correlation"]) == (
        send_id(),
        CONTACT,
        "the-run",
    )


def test_a_mail_that_is_known_to_be_sent_is_not_told_again(sent: Stage) -> None:
    assert tell(sent, document("Send")) == []


def test_the_same_event_in_another_copy_is_told_once(sent: Stage) -> None:
    copy = document("Delivery") | {"id": "another-id-of-eventbridge"}
    assert types(tell(sent, document("Delivery"))) == ["email.delivered"]
    assert tell(sent, copy) == []


def test_two_opens_are_two_events(sent: Stage) -> None:
    tell(sent, document("Open"))
    later = document("Open", {"timestamp": "2026-03-04T15:00:00.000Z"})
    assert types(tell(sent, later)) == ["email.opened"]


def test_a_hard_bounce_suppresses_the_address_at_once(sent: Stage) -> None:
    said = tell(sent, document("Bounce", HARD))
    assert types(said) == ["email.bounced", "recipient.suppressed"]
    told = next(event for event in said if event["type"] == "recipient.suppressed")
    assert (told["scope"], told["reason"], told["origin"]) == ("address", "bounce", "ses")
    listed = suppression.listed(sent.table, mail_gates(ADDRESS, PEPPER))
    assert set(listed) == {address_gate(ADDRESS, PEPPER)}


def test_a_soft_bounce_suppresses_nobody(sent: Stage) -> None:
    told = tell(sent, document("Bounce", SOFT))[0]
    assert (told["kind"], told["reason"]) == ("soft", "mailboxfull")
    assert suppression.listed(sent.table, mail_gates(ADDRESS, PEPPER)) == {}


def test_a_complaint_suppresses_address_and_person_and_the_very_next_claim_refuses(sent: Stage) -> None:
    said = tell(sent, document("Complaint", {"complaintFeedbackType": "abuse"}))
    assert types(said) == ["email.complained", "recipient.suppressed"]
    listed = suppression.listed(sent.table, mail_gates(ADDRESS, PEPPER))
    assert set(listed) == {address_gate(ADDRESS, PEPPER), person_gate(ADDRESS, PEPPER)}
    sent.given_enrolment(step=1)
    given_draft(sent, step=1)
    refused = sent.run(send_email, drafted(1))
    assert [event["reason"] for event in refused] == ["address_suppressed"]
    assert sent.ses.asked == 1


def test_a_second_bounce_is_told_and_the_first_entry_stands(sent: Stage) -> None:
    tell(sent, document("Complaint"))
    again = tell(sent, document("Bounce", HARD))
    assert types(again) == ["email.bounced"], "whoever complained is listed already"
    entry = suppression.listed(sent.table, [address_gate(ADDRESS, PEPPER)])
    assert [item["reason"] for item in entry.values()] == ["complaint"]


@pytest.mark.parametrize(
    ("kind", "events"),
    [
        ("Send", ["email.sent"]),
        ("Delivery", ["email.delivered", "email.sent"]),
        ("Open", ["email.opened", "email.sent"]),
    ],
)
def test_whichever_event_comes_first_settles_a_send_without_an_answer(
    unsettled: Stage, kind: str, events: list[str]
) -> None:
    said = tell(unsettled, document(kind, message_id="0100-real"))
    assert types(said) == events
    send = unsettled.send()
    assert (send.state, send.message_id) == (sends.SENT, "0100-real")
    assert sends.by_message_id(unsettled.table, "0100-real") == send
    assert tell(unsettled, document("Send", message_id="0100-real")) == []


def test_a_send_in_doubt_is_settled_too(unsettled: Stage) -> None:
    unsettled.table.commit([sends.doubt(unsettled.send(), "no_answer", unsettled.clock.now())])
    assert types(tell(unsettled, document("Send"))) == ["email.sent"]
    assert unsettled.send().state == sends.SENT


def test_an_event_of_an_erased_lead_says_nothing(sent: Stage) -> None:
    sent.table.commit([Delete(keys.send(LEAD, send_id()))])
    assert tell(sent, document("Delivery")) == []


def test_a_mail_of_another_sender_in_the_account_is_not_ours() -> None:
    foreign = document("Delivery")
    foreign["detail"]["mail"]["tags"] = {"ses:configuration-set": ["other"]}
    assert track_email.parse(foreign) == []


@pytest.mark.parametrize("kind", ["DeliveryDelay", "Rendering Failure", "Subscription", "SomethingNew"])
def test_an_event_that_says_nothing_final_is_counted_and_no_more(kind: str) -> None:
    assert track_email.parse(document(kind)) == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"detail": []},
        {"detail": {"eventType": "Bounce"}},
        {"detail": {"eventType": 7, "mail": {}}},
        {"detail": {"eventType": "Bounce", "mail": {"tags": {}}}},
        {"detail": {"eventType": "Bounce", "mail": {"messageId": ""}}},
    ],
)
def test_what_is_no_event_of_ses_is_unreadable(broken: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        track_email.parse(broken)


def test_tags_that_are_not_our_ids_are_not_followed() -> None:
    strange = document("Delivery")
    strange["detail"]["mail"]["tags"]["send_id"] = ["../../etc"]
    assert track_email.parse(strange) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection of official payloads is not here")
def test_every_official_payload_is_understood_or_said_to_be_none() -> None:
    read = 0
    for path in sorted(CORPUS.rglob("*ses_eventbridge*/**/*.json")) or sorted(
        (CORPUS / "ses_eventbridge").rglob("*.json")
    ):
        payload = json.loads(path.read_text())
        documents = payload if isinstance(payload, list) else [payload]
        for one in documents:
            if not isinstance(one, dict) or "detail" not in one:
                continue
            detail = one["detail"]
            if not isinstance(detail, dict) or "eventType" not in detail:
                continue
            detail["mail"].setdefault("tags", {})
            detail["mail"]["tags"] |= {"send_id": [send_id()], "lead_id": [LEAD]}
            for raw in track_email.parse(one):
                assert raw.body.kind in track_email.KNOWN
                read += 1
    assert read > 0
    assert DEMO.id


GATEWAY = {"userAgent": "Mozilla/5.0 (Windows NT 10.0)", "ipAddress": "192.0.2.9"}


def clicked(link: str, at: str, **part: str) -> dict[str, Any]:
    return document("Click", {**GATEWAY, "link": link, "timestamp": at, **part})


def touched(stage: Stage) -> dict[str, int]:
    return {item["link"]: item["machine"] for item in stage.table.items(keys.lead_pk(LEAD), keys.TOUCH)}


def test_a_click_is_kept_as_it_was_told_with_its_probability(sent: Stage) -> None:
    (said,) = tell(sent, clicked("https://a.example/1", "2026-03-04T14:00:00.000Z"))
    assert (said["by"], said["machine"] < 10) == ("person", True)
    (kept,) = sent.table.items(keys.lead_pk(LEAD), keys.TOUCH)
    assert (kept["user_agent"], kept["ip_address"], kept["at"]) == (
        GATEWAY["userAgent"],
        GATEWAY["ipAddress"],
        "2026-03-04T14:00:00.000Z",
    )
    assert "192.0.2.9" not in json.dumps(said)


def test_links_fetched_together_are_a_machines_and_the_first_is_judged_anew(sent: Stage) -> None:
    first = tell(sent, clicked("https://a.example/1", "2026-03-04T12:00:20.000Z"))
    assert first[0]["by"] == "person"
    second = tell(sent, clicked("https://a.example/2", "2026-03-04T12:00:21.000Z"))
    assert second[0]["by"] == "machine"
    assert all(machine >= 80 for machine in touched(sent).values())


def test_the_same_click_told_twice_is_one_touch(sent: Stage) -> None:
    click = clicked("https://a.example/1", "2026-03-04T14:00:00.000Z")
    tell(sent, click)
    assert tell(sent, click | {"id": "another-copy"}) == []
    assert len(touched(sent)) == 1


def test_a_time_that_cannot_be_read_loses_no_click(sent: Stage) -> None:
    (said,) = tell(sent, clicked("https://a.example/1", "soon"))
    assert said["type"] == "email.clicked"

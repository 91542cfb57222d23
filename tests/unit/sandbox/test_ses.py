"""SES v2 through boto3's own client."""

import email
import email.policy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.ses_events import DETAIL_TYPES, detail_of
from tests.unit.sandbox.conftest import FakeAccount, Sandbox

SHAPES = Path(__file__).parents[4] / "shared" / "corpora" / "events" / "ses_eventbridge"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def test_an_accepted_mail_is_in_the_books_with_its_tags(sandbox: Sandbox) -> None:
    message_id = sandbox.send("info@stillwatertea.example", send_id="s1")
    accepted = sandbox.books()["ses"]["accepted"]
    assert [(mail["message_id"], mail["send_id"], mail["lead_id"], mail["step"]) for mail in accepted] == [
        (message_id, "s1", "lead1", 0)
    ]


def test_ses_writes_its_own_message_id_and_leaves_the_rest(sandbox: Sandbox) -> None:
    message_id = sandbox.send("info@stillwatertea.example")
    kept = email.message_from_bytes(
        sandbox.http(f"/control/mail/{message_id}").body, policy=email.policy.default
    )
    assert kept["Message-ID"] == f"<{message_id}@email.amazonses.com>"
    assert kept["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(kept.get_all("Message-ID", [])) == len(kept.get_all("Date", [])) == 1


def test_the_bus_hears_of_send_and_delivery_with_the_tags(sandbox: Sandbox) -> None:
    message_id = sandbox.send("info@stillwatertea.example", send_id="s1")
    sandbox.settle()
    assert sorted(sandbox.account.types(message_id)) == ["Email Delivered", "Email Sent"]
    source, _, detail, _ = sandbox.account.events[-1]
    assert source == "sandbox.ses"
    assert detail["mail"]["tags"]["send_id"] == ["s1"]
    assert detail["mail"]["tags"]["ses:configuration-set"] == ["beckon-test"]


def test_without_a_configuration_set_the_bus_hears_nothing(sandbox: Sandbox) -> None:
    sandbox.send("info@stillwatertea.example", configuration_set=None)
    sandbox.settle()
    assert sandbox.account.events == []


def test_an_unverified_sender_is_refused_and_a_subdomain_of_a_verified_one_is_not(sandbox: Sandbox) -> None:
    assert refusal(lambda: sandbox.send("a@b.example", sender="x@stranger.example")) == "MessageRejected"
    sandbox.send("a@b.example", sender="x@deep.mail.lumenpost.example")
    assert [entry["error"] for entry in sandbox.books()["ses"]["refused"]] == ["MessageRejected"]


def test_an_identity_can_be_added(sandbox: Sandbox) -> None:
    client = sandbox.client("sesv2", "ses")
    client.create_email_identity(EmailIdentity="newcomer.example")
    assert client.get_email_identity(EmailIdentity="newcomer.example")["VerifiedForSendingStatus"] is True
    sandbox.send("a@b.example", sender="x@newcomer.example")


def test_tags_outside_the_alphabet_are_refused(sandbox: Sandbox) -> None:
    code = refusal(lambda: sandbox.send("a@b.example", tags={"contact_id": "a@b.example"}))
    assert code == "BadRequestException"


def test_an_unknown_configuration_set_is_refused_where_sets_are_known(start: Callable[..., Sandbox]) -> None:
    sandbox = start(ses_configuration_sets=("known",))
    assert refusal(lambda: sandbox.send("a@b.example", configuration_set="other")) == "NotFoundException"
    sandbox.send("a@b.example", configuration_set="known")


def test_the_rate_and_the_quota_hold(start: Callable[..., Sandbox]) -> None:
    slow = start("slow", ses_rate=2.0)
    slow.send("a@b.example", send_id="1")
    slow.send("b@b.example", send_id="2")
    assert refusal(lambda: slow.send("c@b.example", send_id="3")) == "TooManyRequestsException"
    small = start("small", ses_quota=1)
    small.send("a@b.example", send_id="1")
    assert refusal(lambda: small.send("b@b.example", send_id="2")) == "LimitExceededException"
    quota = small.client("sesv2", "ses").get_account()["SendQuota"]
    assert (quota["Max24HourSend"], quota["SentLast24Hours"]) == (1.0, 1.0)


def test_a_mail_to_a_suppressed_address_counts_as_sent_and_bounces(sandbox: Sandbox) -> None:
    message_id = sandbox.send("info@lodestaroptics.example")
    sandbox.settle()
    assert sorted(sandbox.account.types(message_id)) == ["Email Bounced", "Email Sent"]
    bounce = next(detail["bounce"] for _, _, detail, _ in sandbox.account.events if "bounce" in detail)
    assert bounce["bounceSubType"] == "OnAccountSuppressionList"


def test_the_suppression_list_can_be_changed_and_survives_a_restart(start: Callable[..., Sandbox]) -> None:
    first = start("same")
    client = first.client("sesv2", "ses")
    client.put_suppressed_destination(EmailAddress="No@more.example", Reason="COMPLAINT")
    client.put_suppressed_destination(EmailAddress="gone@more.example", Reason="BOUNCE")
    client.delete_suppressed_destination(EmailAddress="gone@more.example")
    first.town.stop()
    second = start("same").client("sesv2", "ses")
    found = second.get_suppressed_destination(EmailAddress="no@more.example")
    assert found["SuppressedDestination"]["Reason"] == "COMPLAINT"
    missing = refusal(lambda: second.get_suppressed_destination(EmailAddress="gone@more.example"))
    assert missing == "NotFoundException"


def test_a_timeout_after_success_loses_the_answer_but_not_the_mail(sandbox: Sandbox) -> None:
    sandbox.town.faults.order("ses", "timeout_after_success", 1)
    with pytest.raises(Exception, match="Connection was closed"):
        sandbox.send("info@stillwatertea.example", send_id="s1")
    sandbox.settle()
    assert [mail["send_id"] for mail in sandbox.books()["ses"]["accepted"]] == ["s1"]
    assert sorted(kind for _, kind, _, _ in sandbox.account.events) == ["Email Delivered", "Email Sent"]


def test_events_can_come_twice(sandbox: Sandbox) -> None:
    sandbox.town.faults.order("ses", "duplicate_events", 1)
    sandbox.send("info@stillwatertea.example")
    sandbox.settle()
    kinds = [kind for _, kind, _, _ in sandbox.account.events]
    assert sorted(kinds) in (
        ["Email Delivered", "Email Sent", "Email Sent"],
        ["Email Delivered"] * 2 + ["Email Sent"],
    )


def test_an_event_that_the_bus_did_not_take_is_told_again(start: Callable[..., Sandbox]) -> None:
    account = FakeAccount(broken=1)
    sandbox = start(account=account)
    message_id = sandbox.send("info@stillwatertea.example")
    sandbox.settle()
    assert sorted(account.types(message_id)) == ["Email Delivered", "Email Sent"]
    assert sandbox.books()["failed_jobs"] == []


def test_simple_content_becomes_a_mail_too(sandbox: Sandbox) -> None:
    answer = sandbox.client("sesv2", "ses").send_email(
        FromEmailAddress="ada@mail.lumenpost.example",
        Destination={"ToAddresses": ["info@stillwatertea.example"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Hello"},
                "Body": {"Text": {"Data": "plain"}, "Html": {"Data": "<p>rich</p>"}},
                "Headers": [{"Name": "X-Note", "Value": "1"}],
            }
        },
    )
    kept = email.message_from_bytes(sandbox.http(f"/control/mail/{answer['MessageId']}").body)
    assert (kept["X-Note"], kept["To"], kept.get_content_type()) == (
        "1",
        "info@stillwatertea.example",
        "multipart/alternative",
    )


def test_the_same_seed_gives_the_same_message_ids(start: Callable[..., Sandbox]) -> None:
    ids = [start(folder).send("info@stillwatertea.example", send_id="s1") for folder in ("one", "two")]
    other = start("three", seed=8).send("info@stillwatertea.example", send_id="s1")
    assert ids[0] == ids[1] != other


def keys(value: Any, depth: int) -> Any:
    """The names of an object's fields, `depth` levels down."""
    if isinstance(value, dict) and depth:
        return {name: keys(inner, depth - 1) for name, inner in value.items()}
    return None


@pytest.mark.skipif(not SHAPES.is_dir(), reason="the collection of official event payloads is not here")
@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("Send", "send"),
        ("Delivery", "delivery"),
        ("Bounce", "bounce"),
        ("Complaint", "complaint"),
        ("Open", "open"),
        ("Click", "click"),
        ("DeliveryDelay", "deliverydelay"),
        ("Reject", "reject"),
    ],
)
def test_events_have_the_official_fields(sandbox: Sandbox, kind: str, file: str) -> None:
    official = json.loads((SHAPES / f"{file}_record.json").read_text())
    assert DETAIL_TYPES[kind] == official["detail-type"]
    sandbox.send("info@stillwatertea.example")
    sandbox.settle()
    mail = sandbox.account.events[0][2]["mail"]
    ours = detail_of(kind, mail, sandbox.town.clock.now(), "feedback")
    theirs = official["detail"]
    assert set(ours) == set(theirs)
    assert ours["eventType"] == theirs["eventType"]
    part = (set(ours) - {"eventType", "mail"}).pop()
    assert keys(ours[part], 1) == keys(theirs[part], 1)
    assert set(theirs["mail"]) <= set(ours["mail"])

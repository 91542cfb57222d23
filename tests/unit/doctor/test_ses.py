"""What SES says, as the checks understand it. Answers have the shapes of botocore's model."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from cli.doctor import ses
from cli.doctor.finding import State

HEALTHY = {
    "EnforcementStatus": "HEALTHY",
    "ProductionAccessEnabled": True,
    "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 120.0},
    "SendingEnabled": True,
    "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
}
VERIFIED = {
    "IdentityType": "DOMAIN",
    "VerifiedForSendingStatus": True,
    "VerificationStatus": "SUCCESS",
    "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["a", "b", "c"]},
    "MailFromAttributes": {
        "MailFromDomain": "bounce.firm.example",
        "MailFromDomainStatus": "SUCCESS",
        "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
    },
}


def client(service: str, *answers: tuple[str, dict[str, Any] | str]) -> Any:
    """A client that gives these answers, in order; a text is an error's code."""
    made = boto3.client(service, region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
    stub = Stubber(made)
    for operation, answer in answers:
        if isinstance(answer, str):
            stub.add_client_error(operation, answer)
        else:
            stub.add_response(operation, answer)
    stub.activate()
    return made


def states(answer: dict[str, Any] | str, planned: int = 0) -> dict[str, State]:
    findings = ses.account(client("sesv2", ("get_account", answer)), planned)
    return {finding.check: finding.state for finding in findings}


def test_a_healthy_account_is_told_so():
    assert set(states(HEALTHY).values()) == {State.OK}


@pytest.mark.parametrize(
    ("change", "check", "state"),
    [
        ({"SendingEnabled": False}, "SES account", State.FAIL),
        ({"EnforcementStatus": "PROBATION"}, "SES account", State.WARN),
        ({"ProductionAccessEnabled": False}, "sandbox", State.FAIL),
        ({"SuppressionAttributes": {"SuppressedReasons": ["BOUNCE"]}}, "SES suppression", State.WARN),
        (
            {"SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 170.0}},
            "quota",
            State.WARN,
        ),
        (
            {"SendQuota": {"Max24HourSend": -1.0, "MaxSendRate": 1.0, "SentLast24Hours": 170.0}},
            "quota",
            State.OK,
        ),
    ],
)
def test_what_is_wrong_with_an_account_is_told(change, check, state):
    assert states(HEALTHY | change)[check] is state


def test_caps_over_the_quota_are_told_before_the_day_comes():
    assert states(HEALTHY, planned=60_000)["quota"] is State.WARN


def test_what_may_not_be_looked_at_is_unknown_and_not_wrong():
    assert states("AccessDeniedException") == {"SES account": State.UNKNOWN}


def test_a_sender_uses_the_nearest_identity():
    asked = [("get_email_identity", "NotFoundException")] * 2 + [("get_email_identity", VERIFIED)]
    identity, findings = ses.identity(client("sesv2", *asked), "ada@mail.firm.example")
    assert identity == ses.Identity("firm.example", "firm.example", ("a", "b", "c"), "bounce.firm.example")
    assert [finding.state for finding in findings] == [State.OK]


def test_a_sender_that_ses_does_not_know_is_told_how_to_be():
    asked = [("get_email_identity", "NotFoundException")] * 2
    identity, (finding,) = ses.identity(client("sesv2", *asked), "ada@firm.example")
    assert (identity, finding.state) == (ses.Identity(), State.FAIL)
    assert "create-email-identity --email-identity firm.example" in finding.fix


def test_an_unverified_identity_is_a_failure():
    waiting = VERIFIED | {"VerifiedForSendingStatus": False, "VerificationStatus": "PENDING"}
    asked = [("get_email_identity", "NotFoundException"), ("get_email_identity", waiting)]
    _, (finding,) = ses.identity(client("sesv2", *asked), "ada@firm.example")
    assert (finding.state, "PENDING" in finding.said) == (State.FAIL, True)


def test_an_address_that_is_verified_alone_signs_as_nobody():
    alone = VERIFIED | {
        "IdentityType": "EMAIL_ADDRESS",
        "MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
    }
    alone["MailFromAttributes"] |= {"MailFromDomain": "", "MailFromDomainStatus": "PENDING"}
    identity, findings = ses.identity(client("sesv2", ("get_email_identity", alone)), "ada@firm.example")
    assert (identity.signer, identity.mail_from) == ("", "")
    assert {finding.check: finding.state for finding in findings}["DKIM"] is State.FAIL


def test_a_mail_from_domain_that_does_not_work_is_told():
    broken = VERIFIED["MailFromAttributes"] | {"MailFromDomainStatus": "FAILED"}
    asked = [("get_email_identity", VERIFIED | {"MailFromAttributes": broken})]
    identity, findings = ses.identity(client("sesv2", *asked), "ada@firm.example")
    assert identity.mail_from == ""
    assert {finding.check: finding.state for finding in findings}["MAIL FROM"] is State.WARN


def destinations(*kinds: str, enabled: bool = True) -> dict[str, Any]:
    bus = {"EventBusArn": "arn:aws:events:us-east-1:1:event-bus/default"}
    one = {
        "Name": "bus",
        "Enabled": enabled,
        "EventBridgeDestination": bus,
        "MatchingEventTypes": list(kinds),
    }
    return {"EventDestinations": [one]}


ALL = ("SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (destinations(*ALL), State.OK),
        (destinations(*ALL, enabled=False), State.FAIL),
        (destinations("SEND"), State.FAIL),
        ({"EventDestinations": []}, State.FAIL),
    ],
)
def test_events_must_reach_the_bus(told, state):
    name = {"ConfigurationSetName": "beckon-prod", "SendingOptions": {"SendingEnabled": True}}
    asked = (("get_configuration_set", name), ("get_configuration_set_event_destinations", told))
    found = ses.configuration(client("sesv2", *asked), "beckon-prod")
    assert {finding.check: finding.state for finding in found}["SES events"] is state


def test_a_paused_configuration_set_sends_nothing():
    paused = {"ConfigurationSetName": "s", "SendingOptions": {"SendingEnabled": False}}
    (found,) = ses.configuration(client("sesv2", ("get_configuration_set", paused)), "s")
    assert found.state is State.FAIL


def rules(
    recipients: list[str], bucket: str = "mail", prefix: str = "inbound/", enabled: bool = True
) -> dict[str, Any]:
    action = {"S3Action": {"BucketName": bucket, "ObjectKeyPrefix": prefix}}
    rule = {"Name": "keep", "Enabled": enabled, "Recipients": recipients, "Actions": [action]}
    return {"Metadata": {"Name": "beckon-prod"}, "Rules": [rule]}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (rules(["reply.firm.example"]), State.OK),
        (rules([]), State.OK),
        (rules([".firm.example"]), State.OK),
        (rules(["other.example"]), State.FAIL),
        (rules(["reply.firm.example"], enabled=False), State.FAIL),
        (rules(["reply.firm.example"], bucket="elsewhere"), State.FAIL),
        (rules(["reply.firm.example"], prefix=""), State.FAIL),
        ({}, State.FAIL),
        ("AccessDenied", State.UNKNOWN),
    ],
)
def test_answers_must_reach_the_mail_bucket(answer, state):
    found = ses.receipt(
        client("ses", ("describe_active_receipt_rule_set", answer)), "reply.firm.example", "mail", "prod"
    )
    assert found.state is state
    assert bool(found.fix) == (state is not State.OK)

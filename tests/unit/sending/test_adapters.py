"""SES, Bedrock and the Scheduler: held to botocore's models, and to what is known after each failure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.validate import ParamValidator

from adapters import bedrock, ses
from adapters.bedrock import Bedrock, ModelUnavailable
from adapters.scheduler import SOONEST, Scheduler
from adapters.ses import Accepted, Misconfigured, Refused, Ses, Throttled, Unknown
from outreach.quota import SendingAccount

SESSION = botocore.session.get_session()
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def check_shape(service: str, operation: str, arguments: Mapping[str, Any]) -> None:
    """Hold a request to botocore's own model of the operation."""
    shape = SESSION.get_service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(dict(arguments), shape)
    assert not report.has_errors(), report.generate_report()


def client_error(code: str, status: int, message: str = "") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}},
        "Operation",
    )


class FakeClient:
    """Answers every call alike, or raises; remembers what it was asked."""

    def __init__(self, answer: Mapping[str, Any] | Exception) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def _call(self, **request: Any) -> Mapping[str, Any]:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    send_email = converse = create_schedule = get_account = _call


# SES ------------------------------------------------------------------------------------------------------

TAGS = {"send_id": "a" * 32, "lead_id": "b" * 32, "campaign_id": "demo", "contact_id": "c" * 32, "step": "0"}


def send(
    answer: Mapping[str, Any] | Exception, configuration_set: str = "set"
) -> tuple[ses.Result, FakeClient]:
    client = FakeClient(answer)
    adapter = Ses(lambda: client, configuration_set, "eu-west-1")
    return adapter.send(b"raw", sender="a@b.example", recipient="c@d.example", tags=TAGS), client


def test_one_call_with_tags_and_tracking_off_in_a_shape_that_ses_knows() -> None:
    result, client = send({"MessageId": "0100-id"})
    assert result == Accepted("0100-id")
    assert len(client.asked) == 1
    request = client.asked[0]
    check_shape("sesv2", "SendEmail", request)
    assert {tag["Name"]: tag["Value"] for tag in request["EmailTags"]} == TAGS
    assert request["Content"]["Raw"]["Data"] == b"raw"
    assert request["ConfigurationSetName"] == "set"
    assert set(request["ConfigurationOverrides"]["Tracking"].values()) == {"DISABLED"}


def test_without_a_configuration_set_none_is_named() -> None:
    assert "ConfigurationSetName" not in send({"MessageId": "x"}, configuration_set="")[1].asked[0]


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (client_error("TooManyRequestsException", 429), Throttled("ses_rate", 2.0)),
        (client_error("ThrottlingException", 400), Throttled("ses_rate", 2.0)),
        (client_error("Whatever", 429), Throttled("ses_rate", 2.0)),
        (client_error("LimitExceededException", 400), Throttled("ses_quota", 3600.0)),
        (client_error("SendingPausedException", 400), Throttled("ses_paused", 3600.0)),
        (client_error("AccountSuspendedException", 400), Throttled("ses_suspended", 3600.0)),
        (client_error("MessageRejected", 400, "Virus"), Refused("ses_rejected")),
        (client_error("BadRequestException", 400, "Missing domain"), Refused("ses_bad_request")),
        (
            client_error("MessageRejected", 400, "Email address is not verified. a@b"),
            Misconfigured("messagerejected"),
        ),
        (
            client_error("MailFromDomainNotVerifiedException", 400),
            Misconfigured("mailfromdomainnotverifiedexception"),
        ),
        (client_error("NotFoundException", 404), Misconfigured("notfoundexception")),
        (client_error("AccessDeniedException", 403), Misconfigured("accessdeniedexception")),
        (client_error("ExpiredTokenException", 403), Misconfigured("expiredtokenexception")),
        (client_error("InternalFailure", 500), Unknown("internalfailure")),
        (client_error("ServiceUnavailable", 503), Unknown("serviceunavailable")),
        (client_error("", 502), Unknown("http_502")),
        (ReadTimeoutError(endpoint_url="x"), Unknown("lost_readtimeouterror")),
        (ConnectionClosedError(endpoint_url="x"), Unknown("lost_connectionclosederror")),
        (
            EndpointConnectionError(endpoint_url="x"),
            Throttled("ses_unreachable_endpointconnectionerror", 30.0),
        ),
        (ConnectTimeoutError(endpoint_url="x"), Throttled("ses_unreachable_connecttimeouterror", 30.0)),
        (NoCredentialsError(), Misconfigured("nocredentialserror")),
        (ParamValidationError(report="x"), Misconfigured("paramvalidationerror")),
    ],
    ids=str,
)
def test_each_failure_says_what_is_known_afterwards(error: Exception, result: ses.Result) -> None:
    assert send(error)[0] == result


def test_every_error_of_the_operation_has_a_result_that_is_sure_it_was_not_sent() -> None:
    for shape in SESSION.get_service_model("sesv2").operation_model("SendEmail").error_shapes:
        status = shape.metadata["error"]["httpStatusCode"]
        result, _ = send(client_error(shape.name, status))
        assert isinstance(result, (Throttled, Refused, Misconfigured)), shape.name


def test_an_answer_without_an_id_proves_nothing() -> None:
    assert send({})[0] == Unknown("answer_without_id")


def test_the_sdk_may_not_repeat_a_send_and_may_repeat_a_question() -> None:
    assert ses.client_config().retries["total_max_attempts"] == 1
    assert bedrock.client_config().retries["total_max_attempts"] > 1


@pytest.mark.parametrize(
    ("region", "header"),
    [("us-east-1", "<id@email.amazonses.com>"), ("eu-west-1", "<id@eu-west-1.amazonses.com>")],
)
def test_the_message_id_header_follows_the_region(region: str, header: str) -> None:
    assert Ses(lambda: FakeClient({}), "", region).message_id_header("id") == header


ACCOUNT = {
    "EnforcementStatus": "PROBATION",
    "ProductionAccessEnabled": True,
    "SendingEnabled": True,
    "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 57.0},
}


def test_the_account_is_asked_once_a_minute_and_our_own_mails_are_counted_since() -> None:
    client = FakeClient(ACCOUNT)
    adapter = Ses(lambda: client, "set", "eu-west-1")
    told = SendingAccount(True, "PROBATION", True, 200.0, 57.0, 1.0)
    assert adapter.account(NOW) == (told, 0)
    client.answer = {"MessageId": "0100"}
    adapter.send(b"raw", sender="a@b.example", recipient="c@d.example", tags=TAGS)
    assert adapter.account(NOW + timedelta(seconds=59)) == (told, 1)
    assert len(client.asked) == 2
    client.answer = ACCOUNT
    assert adapter.account(NOW + timedelta(seconds=60)) == (told, 0)
    assert adapter.account(NOW) == (told, 0), "a clock that is set back asks again"
    assert len(client.asked) == 4


def test_the_account_is_read_from_what_the_model_of_sesv2_names() -> None:
    operation = SESSION.get_service_model("sesv2").operation_model("GetAccount")
    members = operation.output_shape.members
    assert set(ACCOUNT) <= set(members)
    assert set(ACCOUNT["SendQuota"]) == set(members["SendQuota"].members)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [client_error("TooManyRequestsException", 429), client_error("AccessDenied", 403), NoCredentialsError()],
)
def test_an_account_that_is_not_told_is_asked_for_again_a_minute_later(error: Exception) -> None:
    client = FakeClient(error)
    adapter = Ses(lambda: client, "set", "eu-west-1")
    assert adapter.account(NOW) == (None, 0)
    assert adapter.account(NOW + timedelta(seconds=30)) == (None, 0)
    assert len(client.asked) == 1
    client.answer = ACCOUNT
    assert adapter.account(NOW + timedelta(seconds=60))[0] is not None


# Bedrock --------------------------------------------------------------------------------------------------


def test_an_answer_is_handed_through() -> None:
    client = FakeClient({"stopReason": "tool_use"})
    assert Bedrock(lambda: client).converse({"modelId": "m", "messages": []}) == {"stopReason": "tool_use"}


@pytest.mark.parametrize(
    ("error", "reason", "passing"),
    [
        (client_error("ThrottlingException", 429), "model_throttled", True),
        (client_error("ModelTimeoutException", 408), "model_timeout", True),
        (client_error("ModelNotReadyException", 429), "model_unavailable", True),
        (client_error("AccessDeniedException", 403), "model_not_allowed", False),
        (client_error("ValidationException", 400), "model_bad_request", False),
        (client_error("SomethingNew", 500), "model_unavailable", True),
        (ReadTimeoutError(endpoint_url="x"), "model_unreachable", True),
        (EndpointConnectionError(endpoint_url="x"), "model_unreachable", True),
    ],
    ids=str,
)
def test_every_trouble_is_typed(error: Exception, reason: str, passing: bool) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        Bedrock(lambda: FakeClient(error)).converse({})
    assert (caught.value.reason, caught.value.passing) == (reason, passing)


def test_every_error_of_converse_has_a_reason_of_its_own_kind() -> None:
    shapes = SESSION.get_service_model("bedrock-runtime").operation_model("Converse").error_shapes
    assert {shape.name for shape in shapes} == set(bedrock._REASONS)


# The Scheduler --------------------------------------------------------------------------------------------

DOCUMENT = {"source": "beckon", "detail-type": "step.due.v1", "detail": {"meta": {}, "data": {}}}


def schedule(
    at: datetime, *, answer: Mapping[str, Any] | Exception | None = None, offset: float = 0
) -> dict[str, Any]:
    client = FakeClient({} if answer is None else answer)
    scheduler = Scheduler(
        lambda: client,
        group="beckon-test",
        role="arn:aws:iam::000000000000:role/schedule",
        queue_arn=lambda name: f"arn:aws:sqs:us-east-1:000000000000:beckon-test-{name}",
        offset=offset,
        now=lambda: NOW,
    )
    scheduler.once(name="step-1", at=at, to="draft_email", document=DOCUMENT)
    return client.asked[0]


def test_a_one_time_schedule_puts_the_document_into_the_queue_and_deletes_itself() -> None:
    request = schedule(NOW + timedelta(days=3))
    check_shape("scheduler", "CreateSchedule", request)
    assert request["ScheduleExpression"] == "at(2026-03-07T12:00:00)"
    assert request["ScheduleExpressionTimezone"] == "UTC"
    assert request["ActionAfterCompletion"] == "DELETE"
    assert request["Target"]["Arn"].endswith(":beckon-test-draft_email")
    assert json.loads(request["Target"]["Input"]) == DOCUMENT


def test_a_moment_in_another_zone_is_told_in_utc_and_never_early() -> None:
    at = datetime(2026, 3, 7, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=9)))
    assert schedule(at)["ScheduleExpression"] == "at(2026-03-07T00:00:01)"


@pytest.mark.parametrize("at", [NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1)])
def test_a_moment_that_has_passed_is_as_soon_as_the_scheduler_can(at: datetime) -> None:
    assert schedule(at)["ScheduleExpression"] == f"at({NOW + SOONEST:%Y-%m-%dT%H:%M:%S})"


def test_the_offset_of_a_moved_clock_is_taken_off_again() -> None:
    moved = schedule(NOW + timedelta(hours=6), offset=5 * 3600)
    assert moved["ScheduleExpression"] == "at(2026-03-04T13:00:00)"


def test_to_make_a_schedule_again_is_to_find_it_there() -> None:
    schedule(NOW, answer=client_error("ConflictException", 409))


def test_what_the_scheduler_refuses_is_not_hidden() -> None:
    with pytest.raises(ClientError):
        schedule(NOW, answer=client_error("ServiceQuotaExceededException", 402))


@pytest.mark.parametrize("name", ["", "x" * 65, "with space", "umläut", "a/b"])
def test_a_name_that_the_scheduler_would_refuse_is_a_bug_of_ours(name: str) -> None:
    scheduler = Scheduler(
        lambda: FakeClient({}), group="g", role="r", queue_arn=str, offset=0, now=lambda: NOW
    )
    with pytest.raises(ValueError, match="name"):
        scheduler.once(name=name, at=NOW, to="draft_email", document=DOCUMENT)

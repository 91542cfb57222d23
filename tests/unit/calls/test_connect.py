from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

from adapters.connect import CallNotAllowed, Connect, ConnectBusy, Contact

INSTANCE = "11111111-2222-3333-4444-555555555555"
FLOW = "846ec553-a005-41c0-8341-aaaaaaaaaaaa"
CALL = "0123456789abcdef0123456789abcdef"
CONTACT = "58092a11-6075-4025-a57d-6ada88b26d5b"


@pytest.fixture
def stub():
    client = boto3.client(
        "connect", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def connect(stub):
    return Connect(lambda: stub.client, INSTANCE, FLOW, "+15550100001")


def test_a_call_is_started_with_its_id_as_token(stub, connect):
    stub.add_response(
        "start_outbound_voice_contact",
        {"ContactId": CONTACT},
        {
            "InstanceId": INSTANCE,
            "ContactFlowId": FLOW,
            "SourcePhoneNumber": "+15550100001",
            "DestinationPhoneNumber": "+15550100002",
            "ClientToken": CALL,
            "Attributes": {"call_id": CALL},
            "RingTimeoutInSeconds": 45,
        },
    )
    assert connect.start_call(CALL, "+15550100002", {"call_id": CALL}) == CONTACT


@pytest.mark.parametrize(
    "phone", ["555 0100", "0049 30 1234", "+0123456", "+1555010000212345", "+1555\n", "tel:+15550100002"]
)
def test_only_e164_is_dialled(connect, phone):
    with pytest.raises(ValueError, match=r"E\.164"):
        connect.start_call(CALL, phone, {})


def test_attribute_keys_outside_connects_alphabet_are_refused_by_name(connect):
    with pytest.raises(ValueError, match=r"lead\.id"):
        connect.start_call(CALL, "+15550100002", {"lead.id": "x"})


def test_attributes_are_counted_in_utf8_bytes(connect):
    with pytest.raises(ValueError, match="32769 bytes"):
        connect.start_call(CALL, "+15550100002", {"a": "é" * 16_384})


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("LimitExceededException", 429),
        ("ThrottlingException", 429),
        ("InternalServiceException", 500),
        ("SomethingNew", 503),
    ],
)
def test_what_passes_is_told_apart(stub, connect, code, status):
    stub.add_client_error("start_outbound_voice_contact", code, http_status_code=status)
    with pytest.raises(ConnectBusy, match=code):
        connect.start_call(CALL, "+15550100002", {})


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("DestinationNotAllowedException", "destination_not_allowed"),
        ("OutboundContactNotPermittedException", "outbound_not_permitted"),
    ],
)
def test_a_number_that_connect_will_not_dial_is_a_refusal_with_its_reason(stub, connect, code, reason):
    stub.add_client_error("start_outbound_voice_contact", code, http_status_code=403)
    with pytest.raises(CallNotAllowed) as caught:
        connect.start_call(CALL, "+15550100002", {})
    assert caught.value.reason == reason


def test_a_wrong_setting_is_neither(stub, connect):
    stub.add_client_error("start_outbound_voice_contact", "InvalidParameterException", http_status_code=400)
    with pytest.raises(stub.client.exceptions.InvalidParameterException):
        connect.start_call(CALL, "+15550100002", {})


def test_a_contact_is_described_without_connects_placeholder_times(stub, connect):
    started = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    stub.add_response(
        "describe_contact",
        {
            "Contact": {
                "Id": CONTACT,
                "InitiationTimestamp": started,
                "ConnectedToSystemTimestamp": datetime(1970, 1, 1, 0, 0, 0, 1000, tzinfo=UTC),
                "DisconnectTimestamp": datetime(2026, 3, 2, 16, 31, tzinfo=UTC),
                "DisconnectReason": "TELECOM_PROBLEM",
                "Attributes": {"call_id": CALL},
            }
        },
        {"InstanceId": INSTANCE, "ContactId": CONTACT},
    )
    assert connect.describe(CONTACT) == Contact(
        contact_id=CONTACT,
        initiated_at=started,
        connected_at=None,
        disconnected_at=datetime(2026, 3, 2, 16, 31, tzinfo=UTC),
        disconnect_reason="TELECOM_PROBLEM",
        attributes={"call_id": CALL},
    )


def test_a_contact_that_connect_does_not_know_is_none(stub, connect):
    stub.add_client_error("describe_contact", "ResourceNotFoundException", http_status_code=404)
    assert connect.describe(CONTACT) is None


def test_a_contact_is_asked_for_again_when_connect_is_busy(stub, connect):
    stub.add_client_error("describe_contact", "ThrottlingException", http_status_code=429)
    with pytest.raises(ConnectBusy):
        connect.describe(CONTACT)

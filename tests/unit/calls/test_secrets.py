from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.stub import Stubber

from adapters.secrets import MissingSecret, Secrets

START = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def stub():
    client = boto3.client(
        "secretsmanager", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def secrets(stub, hands):
    return Secrets(lambda: stub.client, "beckon/test", hands.now)


def answer(stub, text, name="beckon/test/keys"):
    stub.add_response(
        "get_secret_value",
        {"ARN": "arn:aws:secretsmanager:us-east-1:1:secret:x-abcdef", "Name": name, "SecretString": text},
        {"SecretId": name},
    )


def test_a_secret_is_read_once_within_its_age(stub, secrets, hands):
    answer(stub, '{"token": "t", "pepper": "p"}')
    assert secrets.secret("keys") == {"token": "t", "pepper": "p"}
    hands.time += timedelta(minutes=4, seconds=59)
    assert secrets.field("keys", "pepper") == "p"


def test_a_rotated_secret_is_seen_after_its_age(stub, secrets, hands):
    answer(stub, '{"token": "old"}')
    answer(stub, '{"token": "new"}')
    assert secrets.field("keys", "token") == "old"
    hands.time += timedelta(minutes=5)
    assert secrets.field("keys", "token") == "new"


def test_a_forgotten_secret_is_read_anew(stub, secrets):
    answer(stub, '{"token": "old"}')
    answer(stub, '{"token": "new"}')
    secrets.secret("keys")
    secrets.forget("keys")
    assert secrets.field("keys", "token") == "new"


def test_an_absent_secret_is_named_with_what_to_do(stub, secrets):
    stub.add_client_error("get_secret_value", "ResourceNotFoundException", http_status_code=400)
    with pytest.raises(MissingSecret, match="create the secret beckon/test/salesforce"):
        secrets.secret("salesforce")


def test_an_absent_field_is_named_with_what_to_do(stub, secrets):
    answer(stub, '{"token": "t"}')
    with pytest.raises(MissingSecret, match='beckon/test/keys has no field "api"'):
        secrets.field("keys", "api")


@pytest.mark.parametrize("text", ["s3cr3t", '["s3cr3t"]', '{"token": {"s3cr3t": 1}}'])
def test_what_is_no_json_object_is_refused_without_showing_it(stub, secrets, text):
    answer(stub, text)
    with pytest.raises(MissingSecret) as caught:
        secrets.secret("keys")
    assert "s3cr3t" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_failure_is_not_remembered(stub, secrets):
    stub.add_client_error("get_secret_value", "ResourceNotFoundException")
    answer(stub, '{"token": "t"}')
    with pytest.raises(MissingSecret):
        secrets.secret("keys")
    assert secrets.field("keys", "token") == "t"

"""Amazon SES v2: send one raw message, once, and say what is known afterwards; read the account's quota.

``SendEmail`` has no idempotency token (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html):
an answer that gets lost can't be asked for again. So the SDK's retries are off, and every way in which a
call can end is one of five results. Only ``Unknown`` may have been sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
)

from outreach.quota import SendingAccount

ACCOUNT_KEPT = timedelta(seconds=60)
"""How long an answer about the account is believed. GetAccount allows one request a second an account."""
CONNECT_SECONDS = 3
READ_SECONDS = 10
"""How long to wait for SES, well inside the function's own time-out: a function that is cut off can't say
what it did."""

_DEFAULT_REGION = "us-east-1"

# SES's word for "not now", and how long to wait before trying again, in seconds.
_THROTTLES = {
    "TooManyRequestsException": ("ses_rate", 2.0),
    "ThrottlingException": ("ses_rate", 2.0),
    "LimitExceededException": ("ses_quota", 3_600.0),
    "SendingPausedException": ("ses_paused", 3_600.0),
    "AccountSuspendedException": ("ses_suspended", 3_600.0),
}
# Refused because of this one message or recipient: it would be refused again.
_REFUSALS = {"MessageRejected": "ses_rejected", "BadRequestException": "ses_bad_request"}
# ... but SES says "rejected" too when our own identity is not verified, which is about us.
_OUR_IDENTITY = "not verified"


class SesClient(Protocol):
    """The calls used of boto3's ``sesv2`` client."""

    def send_email(self, **request: Any) -> Mapping[str, Any]: ...

    def get_account(self) -> Mapping[str, Any]: ...


class SesSettings(Protocol):
    """What is read of the settings."""

    @property
    def ses_configuration_set(self) -> str: ...


class Accepted(NamedTuple):
    """SES has the message. ``message_id`` is the local part of the Message-ID that it writes."""

    message_id: str


class Refused(NamedTuple):
    """SES will not send this message. Certainly not sent."""

    reason: str


class Throttled(NamedTuple):
    """Not now. Certainly not sent. ``after``: seconds until another try is worth it."""

    reason: str
    after: float


class Misconfigured(NamedTuple):
    """Something of ours is not set up: identity, configuration set, permission. Certainly not sent."""

    reason: str


class Unknown(NamedTuple):
    """It may have been sent: the answer did not arrive, or was none. Never to be repeated blindly."""

    reason: str


Result = Accepted | Refused | Throttled | Misconfigured | Unknown


class Ses:
    """Sends with one configuration set. ``client`` is made when first used."""

    def __init__(self, client: Callable[[], SesClient], configuration_set: str, region: str) -> None:
        self._client = client
        self._configuration_set = configuration_set
        self._region = region
        self._account: SendingAccount | None = None
        self._asked_at: datetime | None = None
        self._sent_since = 0

    @classmethod
    def from_settings(cls, settings: SesSettings) -> Ses:
        """The client of this function, with retries off."""
        region = boto3.session.Session().region_name or _DEFAULT_REGION
        return cls(
            cache(lambda: boto3.client("sesv2", config=client_config())),
            settings.ses_configuration_set,
            region,
        )

    def message_id_header(self, message_id: str) -> str:
        """The Message-ID header of a mail that SES accepted, in angle brackets.

        SES writes its own, at ``email.amazonses.com`` in us-east-1 and at ``REGION.amazonses.com`` elsewhere.
        """
        host = "email" if self._region == _DEFAULT_REGION else self._region
        return f"<{message_id}@{host}.amazonses.com>"

    def account(self, now: datetime) -> tuple[SendingAccount | None, int]:
        """The account, and how many mails this function handed over since it was read.

        Asked at most once a minute by ``now`` (aware UTC). None where SES does not tell: the figures are a
        courtesy to SES, which refuses by itself what is too much.
        """
        if self._asked_at is None or not timedelta() <= now - self._asked_at < ACCOUNT_KEPT:
            self._asked_at, self._sent_since = now, 0
            try:
                self._account = _account(self._client().get_account())
            except (ClientError, BotoCoreError):
                self._account = None
        return self._account, self._sent_since

    def send(
        self,
        raw: bytes,
        *,
        sender: str,
        recipient: str,
        tags: Mapping[str, str],
        open_tracking: bool = False,
        click_tracking: bool = False,
    ) -> Result:
        """Hand one raw message to SES, with one call. Never raises for what SES or the network does.

        ``sender`` and ``recipient`` are bare addresses. ``tags`` come back with SES's events; their names and
        values are of ``[A-Za-z0-9_-]``. Links are left alone unless tracking is asked for.
        """
        request: dict[str, Any] = {
            "FromEmailAddress": sender,
            "Destination": {"ToAddresses": [recipient]},
            "Content": {"Raw": {"Data": raw}},
            "EmailTags": [{"Name": name, "Value": value} for name, value in tags.items()],
            "ConfigurationOverrides": {
                "Tracking": {
                    "OpenTrackingEnabled": "ENABLED" if open_tracking else "DISABLED",
                    "ClickTrackingEnabled": "ENABLED" if click_tracking else "DISABLED",
                }
            },
        }
        if self._configuration_set:
            request["ConfigurationSetName"] = self._configuration_set
        try:
            answer = self._client().send_email(**request)
        except ClientError as error:
            return _of_error(error)
        except (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError) as error:
            # No connection, so no request.
            return Throttled(f"ses_unreachable_{type(error).__name__}".lower(), 30.0)
        except HTTPClientError as error:
            return Unknown(f"lost_{type(error).__name__}".lower())
        except BotoCoreError as error:
            # Credentials, parameters, signing: it never left.
            return Misconfigured(type(error).__name__.lower())
        message_id = answer.get("MessageId")
        self._sent_since += 1
        return Accepted(str(message_id)) if message_id else Unknown("answer_without_id")


def client_config() -> Config:
    """One attempt, and time-outs that leave the function time to record what happened."""
    return Config(
        retries={"total_max_attempts": 1, "mode": "standard"},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
    )


def _account(answer: Mapping[str, Any]) -> SendingAccount:
    """GetAccount's answer (API_GetAccount.html): quotas come as floating-point numbers."""
    quota = answer.get("SendQuota", {})
    return SendingAccount(
        sending_enabled=bool(answer.get("SendingEnabled", True)),
        enforcement=str(answer.get("EnforcementStatus", "HEALTHY")),
        production=bool(answer.get("ProductionAccessEnabled", False)),
        most_a_day=float(quota.get("Max24HourSend", -1)),
        sent_in_a_day=float(quota.get("SentLast24Hours", 0)),
        most_a_second=float(quota.get("MaxSendRate", 0)),
    )


def _of_error(error: ClientError) -> Result:
    code = str(error.response.get("Error", {}).get("Code", ""))
    message = str(error.response.get("Error", {}).get("Message", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _THROTTLES:
        return Throttled(*_THROTTLES[code])
    if status == 429:
        return Throttled("ses_rate", 2.0)
    if code in _REFUSALS and _OUR_IDENTITY not in message:
        return Refused(_REFUSALS[code])
    if 400 <= status < 500:
        return Misconfigured(code.lower() or f"http_{status}")
    # 5xx, or no status at all: it may have been taken before it failed.
    return Unknown(code.lower() or f"http_{status}")

"""Amazon Connect: start an outbound call, and look one up.

``ClientToken`` makes a start idempotent for seven days and answers with the same contact id
(https://docs.aws.amazon.com/connect/latest/APIReference/API_StartOutboundVoiceContact.html), so a start may
simply be repeated after a crash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NoReturn, Protocol

import boto3
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

MAX_ATTRIBUTE_BYTES = 32_768
"""UTF-8 bytes over all keys and values of a contact's attributes."""

RING_SECONDS = 45
"""How long a phone may ring: voicemail takes over later than this at most carriers."""

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")

# LimitExceeded is Connect's word for concurrent calls at their quota; the others are throttles and faults.
_PASSING = frozenset(
    {
        "LimitExceededException",
        "ThrottlingException",
        "TooManyRequestsException",
        "InternalServiceException",
        "ServiceUnavailableException",
        "RequestTimeout",
    }
)
# These say no to this number, and will say no again.
_REFUSALS = {
    "DestinationNotAllowedException": "destination_not_allowed",
    "OutboundContactNotPermittedException": "outbound_not_permitted",
}


class ConnectClient(Protocol):
    """The two calls used of boto3's ``connect`` client."""

    def start_outbound_voice_contact(self, **request: Any) -> Mapping[str, Any]: ...

    def describe_contact(self, *, InstanceId: str, ContactId: str) -> Mapping[str, Any]: ...


class ConnectSettings(Protocol):
    """What this needs of ``runtime.settings``."""

    @property
    def connect_instance(self) -> str: ...

    @property
    def connect_flow(self) -> str: ...

    @property
    def connect_number(self) -> str: ...


class ConnectBusy(Exception):
    """Connect can't take it now: throttled, out of lines or out of reach. Repeat later, same token."""


class CallNotAllowed(Exception):
    """Connect will not dial this number. ``reason`` is a word for the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Contact:
    """What Connect knows of a call. Times are aware UTC; ``connected_at`` is None while nobody picked up."""

    contact_id: str
    initiated_at: datetime | None = None
    connected_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_reason: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


class Connect:
    """One Connect instance with one outbound flow and one caller number."""

    def __init__(
        self, client: Callable[[], ConnectClient], instance_id: str, flow_id: str, source_number: str
    ) -> None:
        self._client = client
        self._instance_id = instance_id
        self._flow_id = flow_id
        self._source_number = source_number

    @classmethod
    def from_settings(cls, settings: ConnectSettings) -> Connect:
        """The instance, flow and number that this function was given."""
        return cls(
            cache(lambda: boto3.client("connect")),
            settings.connect_instance,
            settings.connect_flow,
            settings.connect_number,
        )

    def start_call(self, call_id: str, phone: str, attributes: Mapping[str, str]) -> str:
        """Dial ``phone`` (E.164) and run the flow; returns Connect's contact id.

        ``call_id`` is the idempotency token. ``attributes`` reach the flow as ``$.Attributes``; they are
        stored by Connect for 24 months, so give ids and company names, no personal data.
        Raises ``ConnectBusy`` or ``CallNotAllowed``, and ``ValueError`` for what Connect calls malformed.
        """
        if not _E164.fullmatch(phone):
            raise ValueError("the phone number is not E.164")
        _check_attributes(attributes)
        try:
            answer = self._client().start_outbound_voice_contact(
                InstanceId=self._instance_id,
                ContactFlowId=self._flow_id,
                SourcePhoneNumber=self._source_number,
                DestinationPhoneNumber=phone,
                ClientToken=call_id,
                Attributes=dict(attributes),
                RingTimeoutInSeconds=RING_SECONDS,
            )
        except ClientError as error:
            _translate(error)
        except (ConnectionError, HTTPClientError) as error:
            raise ConnectBusy(type(error).__name__) from error
        return str(answer["ContactId"])

    def describe(self, contact_id: str) -> Contact | None:
        """The contact as Connect has it now, or None when it knows none such. Raises ``ConnectBusy``."""
        try:
            answer = self._client().describe_contact(InstanceId=self._instance_id, ContactId=contact_id)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return None
            _translate(error)
        except (ConnectionError, HTTPClientError) as error:
            raise ConnectBusy(type(error).__name__) from error
        contact = answer["Contact"]
        return Contact(
            contact_id=contact_id,
            initiated_at=_moment(contact.get("InitiationTimestamp")),
            connected_at=_moment(contact.get("ConnectedToSystemTimestamp")),
            disconnected_at=_moment(contact.get("DisconnectTimestamp")),
            disconnect_reason=contact.get("DisconnectReason"),
            attributes=dict(contact.get("Attributes") or {}),
        )


def _moment(value: datetime | None) -> datetime | None:
    """A time that Connect states. It writes 1970 where a thing has not happened (seen in its samples)."""
    return value if value is not None and value.year > 1970 else None


def _check_attributes(attributes: Mapping[str, str]) -> None:
    """Refuse here what Connect refuses with a 400 that doesn't name the key."""
    for key in attributes:
        if not _KEY.fullmatch(key):
            raise ValueError(f"attribute key {key!r} has other characters than A-Z a-z 0-9 _ -")
    size = sum(len(k.encode()) + len(v.encode()) for k, v in attributes.items())
    if size > MAX_ATTRIBUTE_BYTES:
        raise ValueError(f"the attributes have {size} bytes; Connect takes {MAX_ATTRIBUTE_BYTES}")


def _translate(error: ClientError) -> NoReturn:
    code = error.response["Error"]["Code"]
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _REFUSALS:
        raise CallNotAllowed(_REFUSALS[code]) from error
    if code in _PASSING or status >= 500:
        raise ConnectBusy(code) from error
    raise error

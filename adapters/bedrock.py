"""Amazon Bedrock's Converse API: one question, one answer, typed troubles.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CONNECT_SECONDS = 3
READ_SECONDS = 30
ATTEMPTS = 3
"""Asking twice costs money and no more than that, so the SDK may repeat what was throttled."""

_REASONS = {
    "ThrottlingException": "model_throttled",
    "ModelTimeoutException": "model_timeout",
    "ServiceUnavailableException": "model_unavailable",
    "InternalServerException": "model_unavailable",
    "ModelNotReadyException": "model_unavailable",
    "ModelErrorException": "model_failed",
    "AccessDeniedException": "model_not_allowed",
    "ResourceNotFoundException": "model_not_found",
    "ValidationException": "model_bad_request",
}


class BedrockClient(Protocol):
    """The call used of boto3's ``bedrock-runtime`` client."""

    def converse(self, **request: Any) -> Mapping[str, Any]: ...


class ModelUnavailable(Exception):
    """No answer. ``reason`` is a word for the event; ``passing`` says whether another time may do."""

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing


class Bedrock:
    """``client`` is made when first used."""

    def __init__(self, client: Callable[[], BedrockClient]) -> None:
        self._client = client

    @classmethod
    def from_settings(cls, settings: object) -> Bedrock:
        """The client of this function. The model's id is part of each request."""
        return cls(cache(lambda: boto3.client("bedrock-runtime", config=client_config())))

    def converse(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask. Raises ``ModelUnavailable`` for everything that Bedrock or the network does instead."""
        try:
            return self._client().converse(**request)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            reason = _REASONS.get(code, "model_unavailable")
            passing = reason not in ("model_not_allowed", "model_not_found", "model_bad_request")
            raise ModelUnavailable(reason, passing=passing) from error
        except BotoCoreError as error:
            raise ModelUnavailable("model_unreachable", passing=True) from error


def client_config() -> Config:
    """Retries with growing pauses, inside the function's time."""
    return Config(
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
    )
